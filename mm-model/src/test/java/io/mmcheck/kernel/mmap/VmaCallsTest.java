package io.mmcheck.kernel.mmap;

import static io.mmcheck.kernel.Runs.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.vmscan.ShrinkFolio;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Vma;
import io.mmcheck.operation.AdvisePageout;
import io.mmcheck.operation.ClearRefs;
import io.mmcheck.operation.InCore;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.LockMemory;
import io.mmcheck.operation.MapAnonymous;
import io.mmcheck.operation.ProtectNone;
import io.mmcheck.operation.ProtectRead;
import io.mmcheck.operation.ProtectWrite;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.operation.UnlockMemory;
import io.mmcheck.operation.Unmap;
import org.junit.jupiter.api.Test;

class VmaCallsTest {
    private static final Config CONFIG = new Config(2, 4, 2, 8, 2, 1, 2, 2, 2, true);

    private static Machine page() {
        return mapped(machine(CONFIG), 1, 0, 7, true);
    }

    private static Pte.Present pte(boolean writable, boolean softDirty, boolean protNone) {
        return new Pte.Present(0, writable, true, true, softDirty, false, protNone);
    }

    @Test
    void munmapOfTheMiddleLeavesTwoVmas() {
        Machine after = after(page(), new Unmap(0, 1, 2));
        assertThat(after.mm(0).vmas()).extracting(Vma::start).containsExactly(0, 3);
        assertThat(after.mm(0).vmas()).extracting(Vma::end).containsExactly(1, 4);
        assertThat(after.page(0).isFree()).isTrue();
        assertThat(after.mm(0).rss()).isZero();
        assertThat(result(after, new Load(0, 1))).hasToString("SIGSEGV");
        assertThat(result(after, new Unmap(0, 1, 2))).isEqualTo(0);
        assertThat(result(after, new MapAnonymous(0, 1, 2))).isEqualTo(0);
    }

    @Test
    void munmapOfEverythingFreesTheAnonVma() {
        Machine after = after(page(), new Unmap(0, 0, 4));
        assertThat(after.mm(0).vmas().isEmpty()).isTrue();
        assertThat(after.anonVmas().get(0).live()).isFalse();
        assertThat(after.mm(0).lock()).isEqualTo(io.mmcheck.machine.RwLock.FREE);
    }

    @Test
    void rightsThatGoAndComeBackGiveOneVmaAgain() {
        Machine read = after(page(), new ProtectRead(0, 1, 1));
        assertThat(read.mm(0).vmas().size()).isEqualTo(3);
        assertThat(read.pte(0, 1)).isEqualTo(pte(false, true, false));
        assertThat(result(read, new Store(0, 1, 2))).hasToString("SIGSEGV");
        Machine back = after(read, new ProtectWrite(0, 1, 1));
        assertThat(back.mm(0).vmas()).isEqualTo(page().mm(0).vmas());
        assertThat(back.pte(0, 1)).as("exclusive, so writable at once").isEqualTo(pte(true, true, false));
    }

    @Test
    void aSharedPageStaysReadOnlyWhenItsVmaBecomesWritable() {
        Machine m = after(page(), new ProtectRead(0, 0, 4));
        m = m.withPage(0, Rmap.dup(m, 0).page(0));
        assertThat(after(m, new ProtectWrite(0, 0, 4)).pte(0, 1)).isEqualTo(pte(false, true, false));
    }

    @Test
    void noAccessKeepsThePageButNotForTheCpu() {
        Machine m = cached(page(), 1, 1, true);
        Machine none = after(m, new ProtectNone(0, 0, 4));
        assertThat(none.pte(0, 1)).isEqualTo(pte(false, true, true));
        assertThat(none.tlb(1, 0, 1).isNone()).isTrue();
        assertThat(result(none, new Load(0, 1))).hasToString("SIGSEGV");
        assertThat(result(none, new InCore(0, 0, 4))).isEqualTo("0100");
        assertThat(none.page(0)).isEqualTo(m.page(0));
        assertThat(result(after(none, new ProtectRead(0, 0, 4)), new Load(0, 1)))
                .isEqualTo(7);
    }

    @Test
    void entriesThatAreNotPresentLoseTheRightToWrite() {
        Machine m = page();
        Pte migration = new Pte.Migration(0, Pte.Migration.Kind.WRITE, true, true, true, false);
        Pte device = new Pte.DevicePrivate(CONFIG.frames(), true, true, false);
        m = m.withPte(0, 0, migration).withPte(0, 2, device);
        Machine after = after(m, new ProtectRead(0, 0, 4));
        assertThat(after.pte(0, 0))
                .isEqualTo(new Pte.Migration(0, Pte.Migration.Kind.READ_EXCLUSIVE, true, true, true, false));
        assertThat(after.pte(0, 2)).isEqualTo(new Pte.DevicePrivate(CONFIG.frames(), false, false, false));
    }

    @Test
    void aHoleEndsMprotectWhatCameBeforeStays() {
        Machine m = after(page(), new Unmap(0, 2, 1));
        assertThat(result(m, new ProtectRead(0, 0, 4))).isEqualTo(Errno.ENOMEM);
        Machine after = after(m, new ProtectRead(0, 0, 4));
        assertThat(after.mm(0).vma(1)).extracting(Vma::writable).isEqualTo(false);
        assertThat(after.mm(0).vma(3)).extracting(Vma::writable).isEqualTo(true);
        assertThat(result(m, new ProtectRead(0, 2, 1))).isEqualTo(Errno.ENOMEM);
    }

    @Test
    void mlockBringsPagesInAndKeepsThem() {
        Machine m = after(page(), new LockMemory(0, 0, 2));
        assertThat(m.pte(0, 0).isPresent()).isTrue();
        assertThat(m.mm(0).rss()).isEqualTo(2);
        assertThat(m.page(0).mlocked()).isTrue();
        assertThat(m.page(1).mlocked()).isTrue();
        assertThat(result(m, new Reclaim(0, 1))).isEqualTo(0);
        Machine un = after(m, new UnlockMemory(0, 0, 4));
        assertThat(un.page(0).mlocked()).isFalse();
        assertThat(un.mm(0).vmas()).isEqualTo(page().mm(0).vmas());
        assertThat(result(un, new Reclaim(0, 1))).isEqualTo(1);
    }

    @Test
    void mlockOfAHoleOrOfNoAccessIsEnomemAndOfASharedPageGetsACopy() {
        Machine m = page();
        assertThat(result(after(m, new Unmap(0, 2, 1)), new LockMemory(0, 0, 4)))
                .isEqualTo(Errno.ENOMEM);
        assertThat(result(after(m, new ProtectNone(0, 0, 4)), new LockMemory(0, 0, 4)))
                .isEqualTo(Errno.ENOMEM);
        assertThat(result(m, new UnlockMemory(0, 0, 4))).isEqualTo(0);
        Machine unmapped = after(m, new LockMemory(0, 1, 1), new Unmap(0, 1, 1));
        assertThat(unmapped.page(0).isFree()).isTrue();
    }

    @Test
    void mincoreTellsWhatIsInTheSwapCache() {
        Machine cached = after(page(), new AdvisePageout(0, 1, 1));
        assertThat(result(cached, new InCore(0, 0, 4))).isEqualTo("0100");
        assertThat(result(after(cached, new Reclaim(0, 1)), new InCore(0, 0, 4)))
                .isEqualTo("0000");
        assertThat(result(after(cached, new Unmap(0, 3, 1)), new InCore(0, 0, 4)))
                .isEqualTo(Errno.ENOMEM);
    }

    @Test
    void clearRefsWriteProtectsAndForgetsSoftDirty() {
        Machine m = cached(page(), 1, 1, true).withPte(0, 0, new Pte.Swap(0, true, true, false));
        Machine after = after(m, new ClearRefs(0));
        assertThat(after.pte(0, 1)).isEqualTo(pte(false, false, false));
        assertThat(after.pte(0, 0)).isEqualTo(new Pte.Swap(0, true, false, false));
        assertThat(after.mm(0).vmas()).extracting(Vma::softDirty).containsOnly(false);
        assertThat(after.tlb(1, 0, 1).isNone()).isTrue();
        Machine pinned = referenced(m, 0, Page.PIN);
        pinned = pinned.withMm(0, pinned.mm(0).withHasPinned(true));
        assertThat(after(pinned, new ClearRefs(0)).pte(0, 1)).isEqualTo(pte(true, true, false));
        assertThat(result(m, new ClearRefs(1))).isEqualTo(Errno.ESRCH);
    }

    @Test
    void aStoreBetweenUnmappingAndFreezingIsNotLost() {
        Machine m = after(page(), new Reclaim(0, 1), new Load(0, 1));
        int pfn = ((Pte.Present) m.pte(0, 1)).pfn();
        assertThat(m.page(pfn).dirty()).isFalse();
        var w = until(race(m, new Reclaim(0, 1), new Store(0, 1, 9)), 0, ShrinkFolio.At.FREEZE);
        for (int i = 0; i < 3; i++) {
            w = io.mmcheck.kernel.Runs.step(w, 1);
        }
        w = finish(w, 0);
        w = finish(w, 1);
        assertThat(result(after(w.machine(), new Reclaim(0, 1)), new Load(0, 1)))
                .isEqualTo(9);
    }
}
