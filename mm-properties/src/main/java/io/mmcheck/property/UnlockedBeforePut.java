package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.World;

/**
 * Who has locked a folio unlocks it before it gives back its last reference: without one the folio may be freed and be somebody
 * else's when it is unlocked. mm/filemap.c, folio_unlock(), and mm/swap.c, folio_put(). A reference that becomes that of a pte, or
 * of an isolation, is not given back; and whoever holds the lock of an entry that maps the folio needs none of its own, as
 * do_huge_pmd_wp_page() has it.
 */
public final class UnlockedBeforePut implements Property {
    @Override
    public String id() {
        return "unlocked-before-put";
    }

    @Override
    public String statement() {
        return "who gives back its last reference to a page has unlocked it";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine old = before.machine();
        Machine m = after.machine();
        if (Steps.same(old.pages(), m.pages())) {
            return state;
        }
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            Page page = m.page(pfn);
            Page was = old.page(pfn);
            if (!Steps.same(page, was)
                    && page.isLocked()
                    && page.refs() < was.refs()
                    && page.refs() > 0
                    && page.lru() != Lru.ISOLATED
                    && gaveLast(was, page)
                    && !keepsMapped(m, page.lockedBy(), pfn)) {
                return new Violation("T" + page.lockedBy() + " gives back its last reference to page " + pfn
                        + " and has it locked still");
            }
        }
        return state;
    }

    private static boolean gaveLast(Page was, Page page) {
        ThreadId owner = ThreadId.of(page.lockedBy());
        return was.heldBy(owner) > 0 && page.heldBy(owner) == 0;
    }

    /** Whether a thread holds the lock of an entry that maps the page: nobody takes that reference away. */
    private static boolean keepsMapped(Machine m, int thread, int pfn) {
        for (int process = 0; process < m.mms().size(); process++) {
            for (int va = 0; va < m.config().addresses(); va++) {
                if (m.ptl(process, va) == thread
                        && m.leaf(process, va) instanceof Pte.Present present
                        && m.head(present.pfn()) == m.head(pfn)) {
                    return true;
                }
            }
        }
        return false;
    }
}
