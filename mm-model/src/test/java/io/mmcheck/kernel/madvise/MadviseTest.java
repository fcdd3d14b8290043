package io.mmcheck.kernel.madvise;

import static io.mmcheck.kernel.Runs.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.memory.ZapRange;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.rmap.TryToUnmap;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.Vma;
import io.mmcheck.operation.AdviseDontneed;
import io.mmcheck.operation.AdviseFree;
import io.mmcheck.operation.AdvisePageout;
import io.mmcheck.operation.AdviseWillneed;
import io.mmcheck.operation.DrainLru;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.program.World;
import org.junit.jupiter.api.Test;

class MadviseTest {
    private static final Config DISK = Config.SEARCH;
    private static final Config ZRAM = new Config(2, 2, 2, 6, 2, 1, 2, 2, 2, false);
    private static final AdviseDontneed DONTNEED = new AdviseDontneed(0, 0, 1);
    private static final AdviseFree FREE = new AdviseFree(0, 0, 1);
    private static final AdvisePageout PAGEOUT = new AdvisePageout(0, 0, 1);

    private static Machine page() {
        return mapped(machine(DISK), 0, 0, 7, true);
    }

    private static Machine swapped() {
        return after(page(), new Reclaim(0, 0));
    }

    /** Process 0 with its only VMA changed. */
    private static Machine vma(Machine m, Vma vma) {
        return m.withMm(0, m.mm(0).withVmas(Table.of(vma)));
    }

    private static Machine locked(Machine m) {
        return vma(m, m.mm(0).vmas().get(0).withLocked(true));
    }

    @Test
    void dontneedFreesThePage() {
        Machine after = after(page(), new AdviseDontneed(0, 0, 2));
        assertThat(after.pte(0, 0)).isEqualTo(Pte.NONE);
        assertThat(after.page(0)).isEqualTo(Page.free(PageKind.SYSTEM));
        assertThat(after.mm(0).rss()).isZero();
        assertThat(after.charged()).isZero();
    }

    @Test
    void dontneedFreesTheSlotAndTheFolioInTheSwapCache() {
        assertThat(after(swapped(), DONTNEED).swap().get(0)).isEqualTo(SwapSlot.FREE);
        Machine cached = after(page(), PAGEOUT);
        assertThat(cached.swap().get(0)).isEqualTo(new SwapSlot(7, 1, 0));
        Machine after = after(cached, DONTNEED);
        assertThat(after.swap().get(0)).isEqualTo(SwapSlot.FREE);
        assertThat(after.page(0).isFree()).isTrue();
    }

    @Test
    void dontneedOfADevicePageDropsItsReference() {
        Machine m = machine(DISK);
        int pfn = m.config().frames();
        m = m.withPage(pfn, m.page(pfn).withRefs(1));
        m = Rmap.addNewAnon(m, 0, 0, pfn).withPte(0, 0, new Pte.DevicePrivate(pfn, true, false, false));
        m = m.withMm(0, m.mm(0).withRss(1));
        Machine after = after(m, DONTNEED);
        assertThat(after.page(pfn).isFree()).isTrue();
        assertThat(after.pte(0, 0)).isEqualTo(Pte.NONE);
        assertThat(after.mm(0).rss()).isZero();
    }

    @Test
    void dontneedOfAMigrationEntryTouchesNeitherFolioNorTlb() {
        Machine m = cached(mapped(machine(DISK), 1, 1, 8, true), 1, 1, true);
        m = m.withPte(0, 0, new Pte.Migration(0, Pte.Migration.Kind.WRITE, false, false, false, false));
        m = m.withMm(0, m.mm(0).withRss(2));
        Machine after = after(m, DONTNEED);
        assertThat(after.pte(0, 0)).isEqualTo(Pte.NONE);
        assertThat(after.mm(0).rss()).isEqualTo(1);
        assertThat(after.cpus()).isEqualTo(m.cpus());
        assertThat(after.pages()).isEqualTo(m.pages());
    }

    @Test
    void aPageIsNotFreedBeforeTheFlush() {
        Machine m = cached(page(), 1, 0, true);
        World<Machine> w = until(world(m, DONTNEED), 0, ZapRange.At.FLUSH_TLB);
        assertThat(w.machine().page(0).refs()).isEqualTo(1);
        assertThat(w.machine().page(0).heldBy(T0)).isEqualTo(1);
        assertThat(w.machine().tlb(1, 0, 0).isNone()).isFalse();
        assertThat(finish(w, 0).machine().tlb(1, 0, 0).isNone()).isTrue();
    }

    @Test
    void dontneedFlushesWhatReclaimHasPutOff() {
        Machine m = cached(page(), 1, 0, true);
        World<Machine> w = race(m, new Reclaim(0, 0), DONTNEED);
        w = until(w, 0, TryToUnmap.At.NOTIFIER_END);
        assertThat(w.machine().tlb(1, 0, 0).isNone()).isFalse();
        w = finish(w, 1);
        assertThat(w.machine().tlb(1, 0, 0).isNone()).isTrue();
        assertThat(w.machine().mm(0).unflushed()).isZero();
        w = finish(w, 0);
        assertThat(w.machine().page(0).isFree()).as("nobody needs it any more").isTrue();
        assertThat(w.machine().swap().get(0)).isEqualTo(SwapSlot.FREE);
    }

    @Test
    void aHoleInTheRangeGivesEnomemAfterAllVmas() {
        Machine m = vma(page(), Vma.anonymous(0, 1));
        m = m.withMm(0, m.mm(0).withVmas(Table.of(m.mm(0).vmas().get(0).withAnonVma(0, 1))));
        assertThat(result(m, new AdviseDontneed(0, 0, 2))).isEqualTo(Errno.ENOMEM);
        assertThat(after(m, new AdviseDontneed(0, 0, 2)).page(0).isFree()).isTrue();
        assertThat(result(m, new AdviseDontneed(0, 1, 1))).isEqualTo(Errno.ENOMEM);
        assertThat(result(m, new AdvisePageout(0, 1, 1))).isEqualTo(Errno.ENOMEM);
        assertThat(result(m, new AdviseDontneed(1, 0, 1))).isEqualTo(Errno.ESRCH);
    }

    @Test
    void aLockedVmaRefusesAllButWillneed() {
        Machine m = locked(page());
        assertThat(result(m, DONTNEED)).isEqualTo(Errno.EINVAL);
        assertThat(result(m, FREE)).isEqualTo(Errno.EINVAL);
        assertThat(result(m, PAGEOUT)).isEqualTo(Errno.EINVAL);
        assertThat(result(m, new AdviseWillneed(0, 0, 1))).isEqualTo(0);
        assertThat(after(m, DONTNEED)).isEqualTo(m);
    }

    @Test
    void aFreedPageIsLazyfreeOnceTheBatchIsDrained() {
        Machine m = after(page(), FREE);
        assertThat(m.page(0).refs()).isEqualTo(2);
        assertThat(m.page(0).lazyfreeBatch()).isZero();
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(0, true, false, false, true, false, false));
        m = after(m, FREE, new DrainLru());
        assertThat(m.page(0).refs()).isEqualTo(1);
        assertThat(m.page(0).swapBacked()).isFalse();
        assertThat(after(m, new Reclaim(0, 0)).pte(0, 0)).isEqualTo(Pte.NONE);
    }

    @Test
    void freeOfASwapEntryGivesTheSlotBack() {
        Machine after = after(swapped(), FREE);
        assertThat(after.pte(0, 0)).isEqualTo(Pte.NONE);
        assertThat(after.swap().get(0)).isEqualTo(SwapSlot.FREE);
    }

    @Test
    void freeOfADirtyFolioNeedsItsLock() {
        Machine dirty = page().withPage(0, page().page(0).withDirty(true));
        assertThat(after(dirty, FREE).page(0).dirty()).isFalse();
        Machine locked = dirty.withPage(0, dirty.page(0).withLockedBy(1));
        assertThat(after(locked, FREE)).isEqualTo(locked);
    }

    @Test
    void pageoutOnAMemoryDeviceFreesThePageAndOnADiskLeavesItInTheSwapCache() {
        Machine zram = after(mapped(machine(ZRAM), 0, 0, 7, true), PAGEOUT);
        assertThat(zram.page(0).isFree()).isTrue();
        assertThat(zram.swap().get(0)).isEqualTo(new SwapSlot(7, 1, -1));
        Machine disk = after(page(), PAGEOUT);
        assertThat(disk.page(0).refs()).isEqualTo(1);
        assertThat(disk.page(0).dirty()).isFalse();
        assertThat(disk.page(0).writeback()).isFalse();
        assertThat(disk.page(0).charged()).isTrue();
        assertThat(disk.swap().get(0)).isEqualTo(new SwapSlot(7, 1, 0));
        assertThat(after(disk, new Reclaim(0, 0)).page(0).isFree()).isTrue();
    }

    @Test
    void pageoutSkipsAPageThatIsMappedTwice() {
        Machine m = page();
        m = referenced(Rmap.dup(m, 0), 0, 1);
        assertThat(after(m, PAGEOUT)).isEqualTo(m);
    }

    @Test
    void willneedReadsIntoTheSwapCache() {
        Machine after = after(swapped(), new AdviseWillneed(0, 0, 1));
        assertThat(after.pte(0, 0)).isInstanceOf(Pte.Swap.class);
        int pfn = after.swap().get(0).cache();
        assertThat(pfn).isNotNegative();
        Page page = after.page(pfn);
        assertThat(page.data()).isEqualTo(7);
        assertThat(page.refs()).isEqualTo(1);
        assertThat(page.uptodate()).isTrue();
        assertThat(page.dirty()).isFalse();
        assertThat(page.held()).isZero();
        assertThat(after.charged()).isEqualTo(1);
    }
}
