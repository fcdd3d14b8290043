package io.mmcheck.kernel.gup;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.Runs;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.WriteProtectSeq;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.GetFast;
import io.mmcheck.operation.GetUser;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.PinFast;
import io.mmcheck.operation.PinRead;
import io.mmcheck.operation.PinReadFast;
import io.mmcheck.operation.PinUser;
import io.mmcheck.operation.Store;
import io.mmcheck.operation.Unpin;
import io.mmcheck.program.World;
import org.junit.jupiter.api.Test;

/** GUP slow and fast: counts, unsharing, and the second look of the fast path. */
class GupTest {
    private final Machine empty = Machine.empty(Config.SEARCH);
    private final Machine mapped = Runs.mapped(Runs.machine(Config.SEARCH), 0, 0, 5, true);

    @Test
    void aPlainReferenceCountsOneAndAPinTheBias() {
        assertThat(after(mapped, new GetUser(0, 0, 0)).page(0).refs()).isEqualTo(2);
        assertThat(after(mapped, new GetFast(0, 0, 0)).page(0).refs()).isEqualTo(2);
        assertThat(after(mapped, new PinUser(0, 0, 0)).page(0).refs()).isEqualTo(1 + Page.PIN);
        assertThat(after(mapped, new PinFast(0, 0, 0)).page(0).refs()).isEqualTo(1 + Page.PIN);
        assertThat(after(mapped, new PinFast(0, 0, 1)).holds().get(1)).isEqualTo(new Hold(true, 0, 0, 0));
        assertThat(after(mapped, new GetFast(0, 0, 0)).mm(0).hasPinned()).isFalse();
        assertThat(after(mapped, new PinFast(0, 0, 0)).mm(0).hasPinned()).isTrue();
        assertThat(after(mapped, new PinUser(0, 0, 0)).mm(0).hasPinned()).isTrue();
    }

    @Test
    void unpinGivesBackWhatWasTaken() {
        assertThat(after(mapped, new PinFast(0, 0, 0), new Unpin(0)).page(0)).isEqualTo(mapped.page(0));
        assertThat(after(mapped, new GetUser(0, 0, 0), new Unpin(0)).page(0)).isEqualTo(mapped.page(0));
        assertThat(result(mapped, new Unpin(0))).isEqualTo(Errno.ENOENT);
        assertThat(result(mapped, new Unpin(9))).isEqualTo(Errno.ENOENT);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(result(mapped, new PinFast(1, 0, 0))).isEqualTo(Errno.ESRCH);
        assertThat(result(mapped, new PinUser(0, 0, 9))).isEqualTo(Errno.EINVAL);
        assertThat(result(after(mapped, new PinUser(0, 0, 0)), new GetUser(0, 0, 0)))
                .isEqualTo(Errno.EBUSY);
        assertThat(result(mapped, new PinFast(0, 9, 0))).isEqualTo(Errno.EFAULT);
        Machine readOnly = empty.withMm(
                0, empty.mm(0).withVmas(Table.of(Vma.anonymous(0, 2).withAccess(true, false))));
        assertThat(result(readOnly, new PinFast(0, 0, 0))).isEqualTo(Errno.EFAULT);
        assertThat(result(readOnly, new PinRead(0, 0, 0))).isEqualTo(0);
        Machine none = empty.withMm(
                0, empty.mm(0).withVmas(Table.of(Vma.anonymous(0, 2).withAccess(false, false))));
        assertThat(result(none, new GetUser(0, 0, 0))).isEqualTo(Errno.EFAULT);
    }

    @Test
    void aPlainReferenceToAHoleIsOneToTheZeroPageWhichIsNotCounted() {
        Machine m = after(empty, new GetFast(0, 0, 0));
        assertThat(m.holds().get(0)).isEqualTo(new Hold(false, m.zeroPage(), 0, 0));
        assertThat(m.page(m.zeroPage())).isEqualTo(empty.page(m.zeroPage()));
        assertThat(after(m, new Unpin(0)).holds().get(0)).isEqualTo(Hold.NONE);
    }

    @Test
    void aReadPinOfTheZeroPageMakesAPageOfOnesOwnThatIsReadOnly() {
        Machine m = after(empty, new Load(0, 0), new PinReadFast(0, 0, 0));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(0, false, false, true, false, false, false));
        assertThat(m.page(0).exclusive()).isTrue();
        assertThat(m.page(0).refs()).isEqualTo(1 + 1 + Page.PIN); // pte, batch, pin
        assertThat(m.mm(0).rss()).isEqualTo(1);
    }

    @Test
    void aReadPinOfASharedPageUnsharesItAndThePinnedPageIsReusedByTheNextStore() {
        Machine shared = after(empty, new Store(0, 0, 7), new Fork(0, 1));
        assertThat(shared.page(0).exclusive()).isFalse();
        Machine m = after(shared, new PinRead(1, 0, 0));
        int pfn = m.holds().get(0).pfn();
        assertThat(pfn).isNotZero();
        assertThat(m.pte(1, 0).maps(pfn)).isTrue();
        assertThat(m.page(pfn).data()).isEqualTo(7);
        assertThat(m.page(0).mapcount()).isEqualTo(1);
        Machine stored = after(m, new Store(1, 0, 8));
        assertThat(stored.pte(1, 0).maps(pfn)).isTrue();
        assertThat(stored.page(pfn).data()).isEqualTo(8);
        assertThat(stored.page(0).data()).isEqualTo(7);
    }

    @Test
    void forkCopiesAPinnedPageForTheChild() {
        Machine m = after(empty, new PinFast(0, 0, 0), new Store(0, 0, 4), new Fork(0, 1));
        assertThat(((Pte.Present) m.pte(0, 0)).writable()).isTrue();
        assertThat(m.page(0).exclusive()).isTrue();
        assertThat(m.pte(1, 0).maps(0)).isFalse();
        assertThat(result(m, new Load(1, 0))).isEqualTo(4);
    }

    @Test
    void gupFastThatSawAnOldPteTakesItsReferenceBack() {
        Machine m = after(mapped, new io.mmcheck.operation.DrainLru());
        World<Machine> w = Runs.race(
                m,
                new PinFast(0, 0, 0),
                Runs.act(x -> x.withPte(0, 0, ((Pte.Present) x.pte(0, 0)).withWritable(false))));
        w = Runs.until(w, 0, GupFast.At.RECHECK_PTE);
        assertThat(w.machine().page(0).refs()).isEqualTo(1 + Page.PIN);
        w = Runs.finish(w, 1);
        w = Runs.until(w, 0, GupFast.At.GO_SLOW);
        assertThat(w.machine().page(0)).isEqualTo(m.page(0));
        assertThat(w.machine().holds().get(0)).isEqualTo(Hold.NONE);
        assertThat(w.machine().mm(0).writeProtect()).isEqualTo(WriteProtectSeq.IDLE);
        assertThat(Runs.finish(w, 0).machine().page(0).refs()).isEqualTo(1 + Page.PIN);
    }

    @Test
    void gupFastDoesNotTouchAFreePage() {
        Machine m = LruBatch.drainAll(mapped);
        World<Machine> w = Runs.race(
                m,
                new GetFast(0, 0, 0),
                Runs.act(x -> x.withPte(0, 0, Pte.NONE)
                        .withPage(0, Page.free(x.page(0).kind()))));
        w = Runs.until(w, 0, GupFast.At.TRY_GET);
        w = Runs.finish(w, 1);
        w = Runs.until(w, 0, GupFast.At.GO_SLOW);
        assertThat(w.machine().page(0).refs()).isZero();
    }

    @Test
    void aForkThatOvertakesGupFastSendsItTheSlowWay() {
        World<Machine> w = Runs.race(after(empty, new Store(0, 0, 1)), new PinFast(0, 0, 0), new Fork(0, 1));
        w = Runs.until(w, 0, GupFast.At.ADD_PIN);
        w = Runs.until(w, 1, io.mmcheck.kernel.fork.CopyPageRange.At.DUP_RMAP);
        w = Runs.until(w, 0, GupFast.At.RETRY_SEQ);
        w = Runs.until(w, 0, GupFast.At.GO_SLOW);
        assertThat(w.machine().page(0).maybePinned()).isFalse();
        w = Runs.finish(Runs.finish(w, 1), 0);
        int pinned = w.machine().holds().get(0).pfn();
        assertThat(w.machine().page(pinned).exclusive()).isTrue();
        assertThat(w.machine().pte(0, 0).maps(pinned)).isTrue();
    }
}
