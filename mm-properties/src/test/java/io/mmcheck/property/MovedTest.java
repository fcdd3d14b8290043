package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.mapped;
import static io.mmcheck.property.Made.migration;
import static io.mmcheck.property.Made.present;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.machine.Device;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.event.HoleFilled;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** flags-carried, mapped-ready, notifiers-balance, swap-cache-exact, and anon-exclusive-unique under migration. */
class MovedTest {
    private final Machine one = mapped(true, true);

    private static UnaryOperator<Machine> page(int pfn, UnaryOperator<Page> change) {
        return m -> m.withPage(pfn, change.apply(m.page(pfn)));
    }

    /** Page 1 takes the place of page 0, which was dirty. */
    private Made moved(UnaryOperator<Page> to) {
        Machine dirty = one.withPage(0, one.page(0).withDirty(true));
        return Made.from(dirty)
                .then(T0, m -> m.withPte(0, 0, migration(0)))
                .then(T0, m -> m.withPage(1, to.apply(m.page(0))))
                .then(T0, m -> m.withPte(0, 0, present(1, true, true)));
    }

    @Test
    void whoTakesAPlaceIsWhatWasThereBefore() {
        assertThat(moved(p -> p).judgedBy(new FlagsCarried())).isEqualTo("held");
        assertThat(moved(p -> p.withDirty(false)).judgedBy(new FlagsCarried()))
                .isEqualTo("page 1 takes the place of page 0 at p0 0 and is not dirty as that one was");
        assertThat(moved(p -> p.withUptodate(false)).judgedBy(new FlagsCarried()))
                .contains("not uptodate");
        assertThat(moved(p -> p.withSwapBacked(false)).judgedBy(new FlagsCarried()))
                .contains("not swap-backed");
    }

    @Test
    void whatGoesBackWhereItWasMayHaveChanged() {
        Made run = Made.from(one)
                .then(T0, m -> m.withPte(0, 0, migration(0)))
                .then(T0, page(0, p -> p.withSwapBacked(false)))
                .then(T0, m -> m.withPte(0, 0, present(0, true, true)));
        assertThat(run.judgedBy(new FlagsCarried())).isEqualTo("held");
    }

    @Test
    void aMappedPageIsUptodate() {
        Made run = Made.from(one).then(T0, page(0, p -> p.withUptodate(false)));
        assertThat(run.judgedBy(new MappedReady())).isEqualTo("page 0 is mapped at p0 0 and not uptodate");
        Made zero = Made.from(one).then(T0, m -> m.withPte(0, 1, present(m.zeroPage(), false, false)));
        assertThat(zero.judgedBy(new MappedReady())).isEqualTo("held");
    }

    @Test
    void aPageThatFillsAHoleIsSwapBacked() {
        Made run = Made.from(one).then(T0, page(0, p -> p.withSwapBacked(false)), new HoleFilled(0, 0, 0));
        assertThat(run.judgedBy(new MappedReady())).contains("page 0 fills the hole at p0 0 and is not swap-backed");
        Made later = Made.from(one).then(T0, page(0, p -> p.withSwapBacked(false)));
        assertThat(later.judgedBy(new MappedReady())).isEqualTo("held");
    }

    private static UnaryOperator<Machine> device(UnaryOperator<Device> change) {
        return m -> m.withDevice(0, change.apply(m.devices().get(0)));
    }

    @Test
    void invalidationsStartAndEndInPairs() {
        Made pair = Made.from(one)
                .then(T0, device(d -> d.invalidationStarts(0)))
                .ends(T0, device(d -> d.invalidationEnds(0)));
        assertThat(pair.judgedBy(new NotifiersBalance())).isEqualTo("held");
        Made twice = Made.from(one).then(T0, device(d -> d.invalidationEnds(0)));
        assertThat(twice.judgedBy(new NotifiersBalance()))
                .isEqualTo("an invalidation of p0 on device 0 ends that has not started");
        Made never = Made.from(one).ends(T0, device(d -> d.invalidationStarts(0)));
        assertThat(never.judgedBy(new NotifiersBalance())).isEqualTo("an invalidation of p0 on device 0 has not ended");
    }

    @Test
    void theSwapCacheIsWhatPagesAndSlotsSayOfEachOther() {
        SwapSlot names = SwapSlot.FREE.withCache(0);
        Made both = Made.from(one)
                .then(T0, m -> m.withPage(0, m.page(0).withSwapSlot(1)).withSwap(1, names));
        assertThat(both.judgedBy(new SwapCacheExact())).isEqualTo("held");
        Made page = Made.from(one).then(T0, page(0, p -> p.withSwapSlot(1)));
        assertThat(page.judgedBy(new SwapCacheExact())).contains("for slot 1, which does not name it");
        Made slot = Made.from(one).then(T0, m -> m.withSwap(1, names));
        assertThat(slot.judgedBy(new SwapCacheExact())).contains("slot 1 names page 0");
        int device = one.config().frames();
        Made devicePage = Made.from(one)
                .then(
                        T0,
                        m -> m.withPage(
                                        device,
                                        Page.free(PageKind.DEVICE_PRIVATE).withSwapSlot(1))
                                .withSwap(1, SwapSlot.FREE.withCache(device)));
        assertThat(devicePage.judgedBy(new SwapCacheExact())).contains("of a device is in the swap cache");
    }

    @Test
    void aMigrationEntryKeepsTheFlagAndThePageLosesIt() {
        Made run = Made.from(one).then(T0, m -> m.withPte(0, 0, migration(0)));
        assertThat(run.judgedBy(new AnonExclusiveUnique()))
                .contains("page 0 is exclusive while a migration entry stands for it at p0 0");
    }
}
