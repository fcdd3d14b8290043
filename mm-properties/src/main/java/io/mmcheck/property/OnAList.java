package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * A page of system memory that is mapped or in the swap cache is on the LRU or in the batch of a CPU that leads there, or somebody has taken it off and puts
 * it back: one that is on no list is never found by reclaim again, and no isolation by migration succeeds. mm/swap.c,
 * lru_add_drain_cpu() and folio_putback_lru(). A page that a running operation has locked or holds is on its way; of a huge
 * folio the head is what is on a list.
 */
public final class OnAList implements Property {
    @Override
    public String id() {
        return "on-a-list";
    }

    @Override
    public String statement() {
        return "a mapped page is on the LRU or in a batch, unless somebody has isolated it and puts it back";
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
            if (!Steps.same(page, old.page(pfn)) && inUse(page) && page.lru() == Lru.OFF && page.addBatch() < 0) {
                return new Violation("page " + pfn + " is in use, on no list and in no batch: reclaim cannot find it");
            }
        }
        return state;
    }

    @Override
    public @Nullable String atEnd(Object state, World<Machine> world) {
        Machine m = world.machine();
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            if (inUse(m.page(pfn)) && m.page(pfn).lru() == Lru.ISOLATED) {
                return "page " + pfn + " was isolated and is not put back";
            }
        }
        return null;
    }

    private static boolean inUse(Page page) {
        return page.kind() == PageKind.SYSTEM
                && !page.isTail()
                && (page.mapcount() > 0 || page.entireMapcount() > 0 || page.inSwapCache())
                && !page.isLocked()
                && page.heldByAll() == 0;
    }
}
