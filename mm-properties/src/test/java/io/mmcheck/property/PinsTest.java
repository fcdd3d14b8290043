package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.T1;
import static io.mmcheck.property.Made.mapped;
import static io.mmcheck.property.Made.migration;
import static io.mmcheck.property.Made.present;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.event.DiscardStarts;
import org.junit.jupiter.api.Test;

/** pin-stable and anon-exclusive-unique. */
class PinsTest {
    private final Machine one = mapped(true, true);

    private static Machine pin(Machine m) {
        return m.withHold(0, new Hold(true, 0, 0, 0))
                .withPage(0, m.page(0).withRefs(m.page(0).refs() + Page.PIN));
    }

    @Test
    void aPinnedPageStaysMapped() {
        Made run = Made.from(pin(one)).then(T0, m -> m.withPte(0, 0, migration(0)));
        assertThat(run.judgedBy(new PinStable()))
                .startsWith("page 0 is pinned for p0 0, where the pte is now migration entry of page 0");
        Made copied = Made.from(pin(one)).then(T0, m -> m.withPte(0, 0, present(1, true, true)));
        assertThat(copied.judgedBy(new PinStable())).startsWith("page 0 is pinned for p0 0");
    }

    @Test
    void itMayLoseRights() {
        Made run = Made.from(pin(one)).then(T0, m -> m.withPte(0, 0, present(0, false, true)));
        assertThat(run.judgedBy(new PinStable())).isEqualTo("held");
    }

    @Test
    void underThePageTableLockThePteMayBeAwayForAMoment() {
        Made run = Made.from(pin(one))
                .then(T0, m -> Ptl.lock(m, T0, 0))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE))
                .then(T0, m -> m.withPte(0, 0, present(0, true, true)))
                .then(T0, m -> Ptl.unlock(m, T0, 0));
        assertThat(run.judgedBy(new PinStable())).isEqualTo("held");
    }

    @Test
    void aZapEndsTheClaim() {
        Made run = Made.from(pin(one))
                .then(T0, m -> m, new DiscardStarts(DiscardStarts.Kind.ZAP, 0, 0, 1))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE));
        assertThat(run.judgedBy(new PinStable())).isEqualTo("held");
        Made elsewhere = Made.from(pin(one))
                .then(T0, m -> m, new DiscardStarts(DiscardStarts.Kind.ZAP, 0, 1, 2))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE));
        assertThat(elsewhere.judgedBy(new PinStable())).startsWith("page 0 is pinned");
    }

    @Test
    void aPinCountsFromTheReturnOfItsOperation() {
        Made undone = Made.from(one)
                .then(T0, PinsTest::pin)
                .then(T1, m -> m.withPte(0, 0, migration(0)))
                .ends(T0, m -> m.withHold(0, Hold.NONE));
        assertThat(undone.judgedBy(new PinStable())).isEqualTo("held");
        Made given = Made.from(one).then(T0, PinsTest::pin).ends(T0).then(T1, m -> m.withPte(0, 0, migration(0)));
        assertThat(given.judgedBy(new PinStable())).startsWith("page 0 is pinned");
    }

    @Test
    void aPinOfWhatIsBeingZappedClaimsNothing() {
        Made run = Made.from(one)
                .then(T1, m -> m, new DiscardStarts(DiscardStarts.Kind.ZAP, 0, 0, 1))
                .then(T0, PinsTest::pin)
                .ends(T0)
                .then(T1, m -> m.withPte(0, 0, Pte.NONE));
        assertThat(run.judgedBy(new PinStable())).isEqualTo("held");
    }

    @Test
    void anExclusivePageHasOneMapping() {
        Machine two = one.withPte(0, 1, present(0, false, true));
        Made run = Made.from(one)
                .then(T0, m -> two.withPage(0, m.page(0).withMapcount(2).withRefs(2)));
        assertThat(run.judgedBy(new AnonExclusiveUnique()))
                .isEqualTo("page 0 is exclusive, but 2 ptes name it (the first is p0 0)");
    }

    @Test
    void noSwapEntryIsLeftForAnExclusivePage() {
        Machine cached = one.withSwap(0, new SwapSlot(7, 1, 0));
        Made run = Made.from(cached)
                .then(T0, m -> m.withPage(0, m.page(0).withSwapSlot(0).withRefs(2)));
        assertThat(run.judgedBy(new AnonExclusiveUnique()))
                .isEqualTo("page 0 is exclusive, but a swap entry for its slot 0 is left");
    }

    @Test
    void aPageMappedWritableIsExclusive() {
        Made run = Made.from(one).then(T0, m -> m.withPage(0, m.page(0).withExclusive(false)));
        assertThat(run.judgedBy(new AnonExclusiveUnique()))
                .isEqualTo("page 0 is mapped writable at p0 0 and not exclusive");
    }

    @Test
    void aPinnedPageStaysExclusive() {
        Machine readOnly = pin(mapped(false, true));
        Made run = Made.from(readOnly).then(T0, m -> m.withPage(0, m.page(0).withExclusive(false)));
        assertThat(run.judgedBy(new AnonExclusiveUnique()))
                .startsWith("page 0 is pinned (p0 0) and not exclusive any more");
    }
}
