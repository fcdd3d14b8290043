package io.mmcheck.kernel.vmscan;

import static io.mmcheck.kernel.Runs.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.Runs;
import io.mmcheck.kernel.rmap.TryToUnmap;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.operation.DrainLru;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.program.World;
import org.junit.jupiter.api.Test;

class ReclaimTest {
    private static final Config DISK = Config.SEARCH;
    private static final Config ZRAM = new Config(2, 2, 2, 6, 2, 1, 2, 2, 2, false);
    private static final Reclaim RECLAIM = new Reclaim(0, 0);

    private static Machine dirtyPage(Config config) {
        return mapped(machine(config), 0, 0, 7, true);
    }

    @Test
    void aDirtyPageIsWrittenAndItsFrameIsFree() {
        for (Config config : new Config[] {DISK, ZRAM}) {
            Machine m = dirtyPage(config);
            assertThat(result(m, RECLAIM)).isEqualTo(1);
            Machine after = after(m, RECLAIM);
            assertThat(after.pte(0, 0)).isEqualTo(new Pte.Swap(0, true, true, false));
            assertThat(after.swap().get(0)).isEqualTo(new SwapSlot(7, 1, -1));
            assertThat(after.page(0)).isEqualTo(Page.free(PageKind.SYSTEM));
            assertThat(after.mm(0).rss()).isZero();
            assertThat(after.charged()).isZero();
        }
    }

    @Test
    void aFreshCleanPageIsWrittenTooBecauseItsSlotHasNoContent() {
        Machine after = after(mapped(machine(DISK), 0, 0, 7, false), RECLAIM);
        assertThat(after.swap().get(0).content()).isEqualTo(7);
    }

    @Test
    void aPageThatIsInUseElsewhereStays() {
        Machine m = referenced(dirtyPage(DISK), 0, 1);
        assertThat(result(m, RECLAIM)).isEqualTo(0);
        Page page = after(m, RECLAIM).page(0);
        assertThat(page.refs()).as("the other user and the swap cache").isEqualTo(2);
        assertThat(page.mapcount()).isZero();
        assertThat(page.dirty()).isTrue();
        assertThat(page.lru()).isEqualTo(Lru.ON);
    }

    @Test
    void aPinnedPageStaysMapped() {
        Machine m = referenced(dirtyPage(DISK), 0, Page.PIN);
        assertThat(after(m, RECLAIM)).isEqualTo(m);
    }

    @Test
    void aPinFoundAfterTheClearRestoresThePte() {
        World<Machine> w = race(dirtyPage(DISK), RECLAIM, act(m -> referenced(m, 0, Page.PIN)));
        w = until(w, 0, TryToUnmap.At.CLEAR_PTE);
        Machine after = finish(finish(w, 1), 0).machine();
        assertThat(after.pte(0, 0)).isEqualTo(new Pte.Present(0, true, true, true, true, false, false));
        assertThat(after.page(0).refs()).isEqualTo(Page.PIN + 2);
        assertThat(after.page(0).exclusive()).isTrue();
        assertThat(after.swap().get(0)).isEqualTo(new SwapSlot(0, 0, 0));
    }

    @Test
    void aMlockedPageStaysMapped() {
        Machine m = dirtyPage(DISK);
        m = m.withPage(0, m.page(0).withMlocked(true));
        assertThat(after(m, RECLAIM)).isEqualTo(m);
    }

    @Test
    void withoutAFreeSlotThePageStays() {
        Machine m = dirtyPage(new Config(2, 2, 2, 6, 2, 1, 2, 0, 2, true));
        assertThat(after(m, RECLAIM)).isEqualTo(m);
    }

    @Test
    void aCleanLazyfreePageIsDiscarded() {
        Machine m = mapped(machine(DISK), 0, 0, 7, false);
        m = m.withPage(0, m.page(0).withSwapBacked(false));
        Machine after = after(m, RECLAIM);
        assertThat(after.pte(0, 0)).isEqualTo(Pte.NONE);
        assertThat(after.page(0).isFree()).isTrue();
        assertThat(after.mm(0).rss()).isZero();
    }

    @Test
    void aLazyfreePageThatWasWrittenToIsMappedAgainAndNoLongerLazyfree() {
        Machine m = dirtyPage(DISK);
        m = m.withPage(0, m.page(0).withSwapBacked(false));
        Machine after = after(m, RECLAIM);
        assertThat(after.pte(0, 0)).isEqualTo(m.pte(0, 0));
        assertThat(after.page(0)).isEqualTo(m.page(0).withSwapBacked(true).withDirty(true));
    }

    @Test
    void aPageInABatchIsDrainedFirst() {
        Machine m = dirtyPage(DISK);
        m = LruBatch.add(m.withPage(0, m.page(0).withLru(Lru.OFF)), T0, 0);
        assertThat(m.page(0).refs()).isEqualTo(2);
        assertThat(after(m, new DrainLru()).page(0).refs()).isEqualTo(1);
        assertThat(result(m, RECLAIM)).isEqualTo(1);
    }

    @Test
    void theFlushIsPutOffUntilTheWrite() {
        Machine m = cached(dirtyPage(DISK), 1, 0, true);
        World<Machine> w = until(world(m, RECLAIM), 0, ShrinkFolio.At.FLUSH_DIRTY);
        assertThat(w.machine().mm(0).unflushed()).isEqualTo(2);
        assertThat(w.machine().tlb(1, 0, 0).isNone()).isFalse();
        w = until(w, 0, ShrinkFolio.At.CLEAR_DIRTY);
        assertThat(w.machine().mm(0).unflushed()).isZero();
        assertThat(w.machine().tlb(1, 0, 0).isNone()).isTrue();
    }

    @Test
    void aCleanPageIsFlushedBeforeItsFrameIsFree() {
        Machine m = cached(inSwapCache(), 1, 0, false);
        World<Machine> w = until(world(m, RECLAIM), 0, ShrinkFolio.At.FLUSH_FREED);
        assertThat(w.machine().page(0).isFree()).isFalse();
        assertThat(w.machine().page(0).isFrozen()).isTrue();
        assertThat(w.machine().tlb(1, 0, 0).isNone()).isFalse();
        w = Runs.step(w, 0);
        assertThat(w.machine().tlb(1, 0, 0).isNone()).isTrue();
    }

    /** A clean page with its content in slot 0, mapped again: what a read fault of a swap entry leaves. */
    private static Machine inSwapCache() {
        Machine m = mapped(machine(DISK), 0, 0, 7, false);
        m = referenced(m, 0, 1);
        return m.withPage(0, m.page(0).withSwapSlot(0)).withSwap(0, new SwapSlot(7, 0, 0));
    }

    @Test
    void aCleanPageInTheSwapCacheIsDroppedWithoutAWrite() {
        Machine after = after(inSwapCache(), RECLAIM);
        assertThat(after.swap().get(0)).isEqualTo(new SwapSlot(7, 1, -1));
        assertThat(after.page(0).isFree()).isTrue();
    }

    @Test
    void aPageThatBecomesDirtyBeforeTheFreezeIsNotDropped() {
        World<Machine> w = race(
                inSwapCache(),
                RECLAIM,
                act(m -> m.withPage(0, m.page(0).withData(9).withDirty(true))));
        w = until(w, 0, ShrinkFolio.At.FREEZE);
        Machine after = finish(finish(w, 1), 0).machine();
        assertThat(after.page(0).data()).isEqualTo(9);
        assertThat(after.page(0).refs()).as("the swap cache").isEqualTo(1);
        assertThat(after.page(0).lru()).isEqualTo(Lru.ON);
        Machine again = after(after, RECLAIM);
        assertThat(again.swap().get(0)).isEqualTo(new SwapSlot(9, 1, -1));
    }
}
