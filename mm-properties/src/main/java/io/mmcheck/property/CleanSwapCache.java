package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * An unmapped, clean folio in the swap cache has the content of its slot: reclaim drops it without a write (mm/vmscan.c,
 * shrink_folio_list()). A folio that is not uptodate, under writeback, or between the clearing of its dirty flag and the start of
 * its writeback by the reclaimer that has it locked, is not judged; nor is one that no swap entry and no migration entry leads
 * to: nobody will ever read it.
 */
public final class CleanSwapCache extends FolioProperty {
    @Override
    public String id() {
        return "clean-swap-cache";
    }

    @Override
    public String statement() {
        return "an unmapped clean page in the swap cache has the content of its swap slot";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.TABLES | Machine.SWAP;
    }

    /** One bit for each page of which the holder of its lock has cleared the dirty flag, in order to write it. */
    @Override
    public Object start(World<Machine> world) {
        return 0L;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine old = before.machine();
        Machine m = after.machine();
        Moved<Machine> moved = after.moved();
        long written = (Long) state;
        if (moved == null
                || Steps.same(old.pages(), m.pages())
                        && Steps.same(old.tables(), m.tables())
                        && Steps.same(old.swap(), m.swap())) {
            return state;
        }
        for (int pfn = 0; pfn < m.config().frames() && !Steps.same(old.pages(), m.pages()); pfn++) {
            Page was = old.page(pfn);
            Page is = m.page(pfn);
            if (!Steps.same(was, is)) {
                boolean cleared = was.dirty() && !is.dirty() && is.lockedBy() == moved.thread();
                boolean goesOn = (written & 1L << pfn) != 0 && is.isLocked() && !is.writeback() && !is.dirty();
                written = cleared && !is.writeback() || goesOn ? written | 1L << pfn : written & ~(1L << pfn);
            }
        }
        Books books = Books.of(m);
        for (int pfn = 0; pfn < m.config().frames(); pfn++) {
            String wrong = (written & 1L << pfn) != 0 || books.busy(pfn) ? null : wrong(m, books, pfn);
            if (wrong != null) {
                return new Violation(wrong);
            }
        }
        return written == (Long) state ? state : (Object) written;
    }

    @Override
    @Nullable
    String wrong(Machine m, Books books, int pfn) {
        Page page = m.page(pfn);
        if (!page.inSwapCache() || page.isMapped() || page.dirty() || page.writeback() || !page.uptodate()) {
            return null;
        }
        SwapSlot slot = m.swap().get(page.swapSlot());
        boolean dead = slot.count() == 0 && books.migrating(pfn) == 0;
        return dead || page.data() == slot.content()
                ? null
                : "page " + pfn + " has content " + page.data() + " and is clean and unmapped, but its swap slot "
                        + page.swapSlot() + " has " + slot.content();
    }
}
