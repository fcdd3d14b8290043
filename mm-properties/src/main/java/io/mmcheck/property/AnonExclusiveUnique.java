package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * PG_anon_exclusive says that one process has the folio for itself: it has one mapping at most; a migration entry keeps the flag
 * itself and the folio loses it; no swap entry names the slot of its swap cache; an anonymous folio mapped writable has it; and a
 * pinned one keeps it until it is freed. do_wp_page() and do_swap_page() in mm/memory.c rely on it, and
 * sanity_check_pinned_pages() in mm/gup.c checks the last.
 */
public final class AnonExclusiveUnique extends FolioProperty {
    @Override
    public String id() {
        return "anon-exclusive-unique";
    }

    @Override
    public String statement() {
        return "an exclusive page has one mapping, no swap or migration entry, and pages mapped writable or pinned are"
                + " exclusive";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.MMS | Machine.TABLES | Machine.SWAP | Machine.HOLDS | WORDS | ENDS;
    }

    @Override
    public Object start(World<Machine> world) {
        return Pins.of(world.machine());
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Pins pins = ((Pins) state).after(before, after);
        Machine old = before.machine();
        Machine m = after.machine();
        if (!Steps.same(pins, state) || !Steps.same(old.pages(), m.pages()) || !Steps.same(old.tables(), m.tables())) {
            for (int i = 0; i < m.holds().size(); i++) {
                Hold hold = m.holds().get(i);
                if (pins.isGiven(i)
                        && !isExclusive(m, hold.pfn())
                        && !Books.of(m).busy(hold.pfn())) {
                    return new Violation("page " + hold.pfn() + " is pinned (p" + hold.process() + " " + hold.va()
                            + ") and not exclusive any more: the next write of its process goes to a copy");
                }
            }
        }
        return super.judge(pins, before, after);
    }

    @Override
    @Nullable
    String wrong(Machine m, Books books, int pfn) {
        Page page = m.page(pfn);
        if (page.kind() == PageKind.ZERO || m.folio(pfn).refs() == 0) {
            return null;
        }
        if (!page.exclusive()) {
            return page.isFile() || books.writable(pfn) == null
                    ? null
                    : "page " + pfn + " is mapped writable at " + books.writable(pfn) + " and not exclusive";
        }
        int named = books.mapping(pfn) + books.entire(pfn) + books.migrating(pfn) + books.exclusive(pfn);
        if (named > 1) {
            return "page " + pfn + " is exclusive, but " + named + " ptes name it (the first is " + books.place(pfn)
                    + ")";
        }
        if (books.migrating(pfn) > 0) {
            return "page " + pfn + " is exclusive while a migration entry stands for it at " + books.place(pfn)
                    + ": a fork of the entry would not know";
        }
        return page.inSwapCache() && m.swap().get(page.swapSlot()).count() > 0
                ? "page " + pfn + " is exclusive, but a swap entry for its slot " + page.swapSlot() + " is left"
                : null;
    }

    /** While a pmd maps a huge page as a whole the bit is kept in its head. */
    private static boolean isExclusive(Machine m, int pfn) {
        return m.page(pfn).exclusive()
                || m.folio(pfn).exclusive() && m.folio(pfn).entireMapcount() > 0;
    }
}
