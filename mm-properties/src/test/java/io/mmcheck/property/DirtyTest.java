package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.mapped;
import static io.mmcheck.property.Made.migration;
import static io.mmcheck.property.Made.present;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.event.DiscardStarts;
import org.junit.jupiter.api.Test;

/** dirty-carried and clean-swap-cache. */
class DirtyTest {
    private final Machine one = mapped(true, true);

    private Made clears() {
        return Made.from(one).then(T0, m -> Ptl.lock(m, T0, 0)).then(T0, m -> m.withPte(0, 0, Pte.NONE));
    }

    @Test
    void whoTakesADirtyPteAwayMakesThePageDirty() {
        Made loses = clears().then(T0, m -> m.withPte(0, 0, migration(0))).then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(loses.judgedBy(new DirtyCarried()))
                .startsWith("T0 took the dirty pte of page 0 away at p0 0 and drops the page table lock");
        Made carries =
                clears().then(T0, m -> m.withPage(0, m.page(0).withDirty(true))).then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(carries.judgedBy(new DirtyCarried())).isEqualTo("held");
    }

    @Test
    void itIsAllRightToPutItBack() {
        Made back =
                clears().then(T0, m -> m.withPte(0, 0, present(0, false, true))).then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(back.judgedBy(new DirtyCarried())).isEqualTo("held");
        Made stale =
                clears().then(T0, m -> m.withPte(0, 0, present(0, true, false))).then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(stale.judgedBy(new DirtyCarried())).contains("the page is clean");
    }

    @Test
    void aCopyMayTakeItsPlace() {
        Made copy =
                clears().then(T0, m -> m.withPte(0, 0, present(1, true, true))).then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(copy.judgedBy(new DirtyCarried())).isEqualTo("held");
    }

    @Test
    void whatIsThrownAwayOnRequestNeedNotBeCarried() {
        Made zap = Made.from(one)
                .then(T0, m -> m, new DiscardStarts(DiscardStarts.Kind.ZAP, 0, 0, 1))
                .then(T0, m -> Ptl.lock(m, T0, 0))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE))
                .then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(zap.judgedBy(new DirtyCarried())).isEqualTo("held");
        Made another = Made.from(one)
                .then(Made.T1, m -> m, new DiscardStarts(DiscardStarts.Kind.ZAP, 0, 0, 1))
                .then(T0, m -> Ptl.lock(m, T0, 0))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE))
                .then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(another.judgedBy(new DirtyCarried())).startsWith("T0 took the dirty pte");
    }

    /** Page 0 in the swap cache for slot 0, to which a swap entry leads; the slot has 7, the page what is asked for. */
    private Machine swapped(int content, boolean dirty) {
        return one.withPte(0, 0, new Pte.Swap(0, true, false, false))
                .withSwap(0, new SwapSlot(7, 1, 0))
                .withPage(
                        0,
                        one.page(0)
                                .withData(content)
                                .withDirty(dirty)
                                .withMapcount(0)
                                .withSwapSlot(0)
                                .withExclusive(false));
    }

    @Test
    void aCleanPageInTheSwapCacheHasTheContentOfItsSlot() {
        Made run = Made.from(swapped(8, true))
                .then(T0, m -> m.withPage(0, m.page(0).withDirty(false)));
        assertThat(run.judgedBy(new CleanSwapCache()))
                .isEqualTo("page 0 has content 8 and is clean and unmapped, but its swap slot 0 has 7");
        Made equal = Made.from(swapped(7, true))
                .then(T0, m -> m.withPage(0, m.page(0).withDirty(false)));
        assertThat(equal.judgedBy(new CleanSwapCache())).isEqualTo("held");
    }

    @Test
    void theReclaimerMayClearTheFlagBeforeItWrites() {
        Made run = Made.from(swapped(8, true))
                .then(T0, m -> m.withPage(0, m.page(0).withLockedBy(0)))
                .then(T0, m -> m.withPage(0, m.page(0).withDirty(false)))
                .then(T0, m -> m.withPage(0, m.page(0).withWriteback(true)))
                .then(T0, m -> m.withPage(0, m.page(0).withLockedBy(-1)))
                .then(T0, m -> m.withSwap(0, m.swap().get(0).withContent(8)))
                .then(T0, m -> m.withPage(0, m.page(0).withWriteback(false)));
        assertThat(run.judgedBy(new CleanSwapCache())).isEqualTo("held");
    }

    @Test
    void butHeMayNotForgetToWrite() {
        Made run = Made.from(swapped(8, true))
                .then(T0, m -> m.withPage(0, m.page(0).withLockedBy(0)))
                .then(T0, m -> m.withPage(0, m.page(0).withDirty(false)))
                .then(T0, m -> m.withPage(0, m.page(0).withLockedBy(-1)));
        assertThat(run.judgedBy(new CleanSwapCache())).startsWith("page 0 has content 8");
    }

    @Test
    void contentThatNobodyWillReadDoesNotMatter() {
        Machine dead = swapped(8, true).withPte(0, 0, Pte.NONE).withSwap(0, new SwapSlot(7, 0, 0));
        Made run = Made.from(dead).then(T0, m -> m.withPage(0, m.page(0).withDirty(false)));
        assertThat(run.judgedBy(new CleanSwapCache())).isEqualTo("held");
    }
}
