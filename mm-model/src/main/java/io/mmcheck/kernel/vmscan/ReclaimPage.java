package io.mmcheck.kernel.vmscan;

import static io.mmcheck.kernel.vmscan.ReclaimPage.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.madvise.SplitAdvised;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swap.LruList;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/vmscan.c, shrink_inactive_list(), as if the one folio that belongs to an address now (mapped there, or in the swap cache
 * for the swap entry there) were at the end of its list. Batches are drained on all CPUs first and the accessed bit is ignored,
 * or every story about reclaim would need more operations. A folio whose write has ended stands at the end of its list again
 * (PG_reclaim), so it gets a second pass. The result is how many folios were freed.
 */
public final class ReclaimPage {
    public enum At {
        DRAIN_BATCHES,
        ISOLATE_FOLIO,
        SPLIT_FOLIO,
        SHRINK,
        PUTBACK_FOLIO,
        WRITE_ASYNC,
        NEXT_PASS
    }

    /**
     * @param process whose address it is
     * @param va the address
     * @param pfn the isolated folio, or -1
     * @param pass 0, or 1 after the write
     */
    public record Locals(int process, int va, int pfn, int pass) {
        public static Locals of(int process, int va) {
            return new Locals(process, va, -1, 0);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("shrink_inactive_list")
            .at(DRAIN_BATCHES, ReclaimPage::drain)
            .at(ISOLATE_FOLIO, ReclaimPage::isolate)
            .atReturn(SPLIT_FOLIO, ReclaimPage::splitFolio)
            .at(SHRINK, ReclaimPage::shrink)
            .atReturn(PUTBACK_FOLIO, ReclaimPage::putback)
            .at(WRITE_ASYNC, ReclaimPage::writeAsync)
            .at(NEXT_PASS, ReclaimPage::nextPass);

    private ReclaimPage() {}

    static Next<Locals> drain(Machine m, ThreadId self, Locals l) {
        return MmapLock.isLive(m, l.process) ? Next.next(LruBatch.drainAll(m), l) : Next.done(m, Errno.ESRCH);
    }

    /** isolate_lru_folios(), under the lock of the list: the reference of the isolation is taken with it. */
    static Next<Locals> isolate(Machine m, ThreadId self, Locals l) {
        int pfn = l.pass == 0 ? find(m, l.process, l.va) : l.pfn;
        if (pfn >= 0 && m.page(pfn).isHuge() && LruList.canIsolate(m, m.head(pfn))) {
            return Next.call(
                    Folio.get(m, self, pfn), SplitAdvised.PROGRAM, SplitAdvised.Locals.of(m.head(pfn)), SPLIT_FOLIO, l);
        }
        if (pfn < 0 || !LruList.canIsolate(m, pfn)) {
            return Next.done(m, 0);
        }
        return Next.go(LruList.isolate(m, pfn), SHRINK, new Locals(l.process, l.va, pfn, l.pass));
    }

    /** Swap has no room for a huge page as a whole: it is split, and reclaim goes on with the page of the address. */
    static Next<Locals> splitFolio(Machine m, ThreadId self, Locals l, Boolean split) {
        return split ? Next.go(m, ISOLATE_FOLIO, l) : Next.done(m, 0);
    }

    private static int find(Machine m, int process, int va) {
        Pte pte = va < m.config().addresses() && MmapLock.isLive(m, process) ? m.leaf(process, va) : Pte.NONE;
        if (pte instanceof Pte.Present p) {
            return p.pfn();
        }
        if (pte instanceof Pte.DeviceExclusive e) {
            return e.pfn();
        }
        return pte instanceof Pte.Swap s ? m.swap().get(s.slot()).cache() : -1;
    }

    static Next<Locals> shrink(Machine m, ThreadId self, Locals l) {
        return Next.call(m, ShrinkFolio.PROGRAM, ShrinkFolio.Locals.of(l.pfn), PUTBACK_FOLIO, l);
    }

    /** move_folios_to_lru(): back on a list; if the isolation was the last reference, free. */
    static Next<Locals> putback(Machine m, ThreadId self, Locals l, ShrinkFolio.Result result) {
        if (result == ShrinkFolio.Result.FREED) {
            return Next.done(m, 1);
        }
        Machine back = LruList.putback(m, l.pfn);
        return result == ShrinkFolio.Result.WRITING ? Next.next(back, l) : Next.done(back, 0);
    }

    static Next<Locals> writeAsync(Machine m, ThreadId self, Locals l) {
        return Next.call(m, EndSwapWrite.PROGRAM, new EndSwapWrite.Locals(l.pfn), NEXT_PASS, l);
    }

    static Next<Locals> nextPass(Machine m, ThreadId self, Locals l) {
        return l.pass == 0 ? Next.go(m, ISOLATE_FOLIO, new Locals(l.process, l.va, l.pfn, 1)) : Next.done(m, 0);
    }
}
