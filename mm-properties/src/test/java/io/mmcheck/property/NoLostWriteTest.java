package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.T1;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.DeviceLoaded;
import io.mmcheck.machine.event.DeviceStored;
import io.mmcheck.machine.event.DiscardEnds;
import io.mmcheck.machine.event.DiscardStarts;
import io.mmcheck.machine.event.ForkCopied;
import io.mmcheck.machine.event.ForkEnds;
import io.mmcheck.machine.event.Loaded;
import io.mmcheck.machine.event.Stored;
import io.mmcheck.machine.event.Unmapped;
import org.junit.jupiter.api.Test;

class NoLostWriteTest {
    private static final DiscardStarts.Kind ZAP = DiscardStarts.Kind.ZAP;
    private static final DiscardStarts.Kind FREE = DiscardStarts.Kind.FREE;

    private Made run = Made.from(Made.machine());

    private NoLostWriteTest say(ThreadId thread, Event event) {
        run.then(thread, m -> m, event);
        return this;
    }

    private NoLostWriteTest say(Event event) {
        return say(T0, event);
    }

    private NoLostWriteTest stored(int value) {
        return say(new Stored(0, 0, value));
    }

    private NoLostWriteTest loaded(int value) {
        return say(new Loaded(0, 0, value));
    }

    private NoLostWriteTest starts(ThreadId thread, DiscardStarts.Kind kind) {
        return say(thread, new DiscardStarts(kind, 0, 0, 1));
    }

    private NoLostWriteTest ends(ThreadId thread, DiscardStarts.Kind kind) {
        return say(thread, new DiscardEnds(kind, 0, 0, 1));
    }

    private void holds() {
        assertThat(run.judgedBy(new NoLostWrite())).isEqualTo("held");
    }

    private void fails(String expected) {
        assertThat(run.judgedBy(new NoLostWrite())).isEqualTo(expected);
    }

    @Test
    void whatNobodyStoredIsZero() {
        loaded(0).loaded(3).fails("load p0 0 -> 3, expected 0: the pte is none");
    }

    @Test
    void aLoadReturnsTheLastStore() {
        stored(1).stored(2).loaded(2).loaded(1).fails("load p0 0 -> 1, expected 2: the pte is none");
    }

    @Test
    void aDeviceSeesWhatACpuStoredAndTheOtherWayRound() {
        stored(1)
                .say(new DeviceLoaded(0, 0, 0, 1))
                .say(new DeviceStored(0, 0, 0, 2))
                .loaded(2)
                .holds();
    }

    @Test
    void aDeviceDoesNotSeeOldContent() {
        stored(1)
                .stored(2)
                .say(new DeviceLoaded(0, 0, 0, 1))
                .fails("device 0 load p0 0 -> 1, expected 2: the pte is none");
    }

    @Test
    void whileAZapRunsOldContentAndZeroMayComeInAnyOrder() {
        stored(1)
                .starts(T1, ZAP)
                .loaded(1)
                .loaded(0)
                .loaded(1)
                .ends(T1, ZAP)
                .loaded(0)
                .holds();
    }

    @Test
    void afterAZapOldContentIsGone() {
        stored(1).starts(T1, ZAP).ends(T1, ZAP).loaded(1).fails("load p0 0 -> 1, expected 0: the pte is none");
    }

    @Test
    void aStoreDuringAZapIsLostOrNot() {
        stored(1).starts(T1, ZAP).stored(2).ends(T1, ZAP).loaded(2).loaded(2).holds();
    }

    @Test
    void whichOfTheTwoIsSettledByTheNextLoad() {
        stored(1)
                .starts(T1, ZAP)
                .stored(2)
                .ends(T1, ZAP)
                .loaded(0)
                .loaded(2)
                .fails("load p0 0 -> 2, expected 0: the pte is none");
    }

    @Test
    void aStoreAfterAZapIsKept() {
        stored(1)
                .starts(T1, ZAP)
                .ends(T1, ZAP)
                .stored(2)
                .loaded(0)
                .fails("load p0 0 -> 0, expected 2: the pte is none");
    }

    @Test
    void theSecondOfTwoZapsEndsWhatWasThereBeforeIt() {
        stored(1)
                .starts(T0, ZAP)
                .stored(2)
                .starts(T1, ZAP)
                .ends(T1, ZAP)
                .loaded(2)
                .fails("load p0 0 -> 2, expected 0: the pte is none");
    }

    @Test
    void afterALazyFreeContentMayGoAtAnyTime() {
        stored(1).starts(T0, FREE).ends(T0, FREE).loaded(1).loaded(1).loaded(0).holds();
    }

    @Test
    void afterALazyFreeContentThatIsGoneDoesNotComeBack() {
        stored(1)
                .starts(T0, FREE)
                .ends(T0, FREE)
                .loaded(0)
                .loaded(1)
                .fails("load p0 0 -> 1, expected 0: the pte is none");
    }

    @Test
    void aStoreAfterALazyFreeIsKept() {
        stored(1)
                .starts(T0, FREE)
                .ends(T0, FREE)
                .stored(2)
                .loaded(0)
                .fails("load p0 0 -> 0, expected 2: the pte is none");
    }

    @Test
    void aStoreDuringALazyFreeMayBeLostLater() {
        starts(T1, FREE).stored(2).ends(T1, FREE).loaded(2).loaded(0).holds();
    }

    @Test
    void aChildSeesWhatItsParentHad() {
        stored(1)
                .say(new ForkCopied(0, 1, 0))
                .say(new ForkEnds(0, 1))
                .stored(2)
                .say(new Loaded(1, 0, 1))
                .holds();
    }

    @Test
    void untilForkHasFlushedStoresOfTheParentReachTheChild() {
        stored(1)
                .say(new ForkCopied(0, 1, 0))
                .stored(2)
                .say(new ForkEnds(0, 1))
                .say(new Loaded(1, 0, 2))
                .holds();
    }

    @Test
    void afterForkTheyDoNot() {
        stored(1).say(new ForkCopied(0, 1, 0)).say(new ForkEnds(0, 1)).stored(2).say(new Loaded(1, 0, 2));
        fails("load p1 0 -> 2, expected 1: the pte is none");
    }

    @Test
    void whatIsUnmappedHasNoContent() {
        stored(1).say(new Unmapped(0, 0, 1)).loaded(1).fails("load p0 0 -> 1, expected 0: the pte is none");
    }

    @Test
    void theContentOfASetupCounts() {
        Machine swapped = Made.machine().withSwap(1, new SwapSlot(7, 1, -1));
        run = Made.from(swapped.withPte(0, 0, new Pte.Swap(1, true, false, false)));
        loaded(7).loaded(0).fails("load p0 0 -> 0, expected 7: the pte is swap slot 1 exclusive");
    }

    @Test
    void aLazyfreePageOfASetupMayGo() {
        Machine m = Made.mapped(true, false);
        run = Made.from(m.withPage(0, m.page(0).withSwapBacked(false)));
        loaded(7).loaded(0).holds();
    }
}
