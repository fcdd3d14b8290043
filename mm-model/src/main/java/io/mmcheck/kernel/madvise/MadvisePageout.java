package io.mmcheck.kernel.madvise;

import static io.mmcheck.kernel.madvise.MadvisePageout.At.*;

import io.mmcheck.kernel.memory.MmuGather;
import io.mmcheck.kernel.memory.PteRange;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swap.LruList;
import io.mmcheck.kernel.vmscan.EndSwapWrite;
import io.mmcheck.kernel.vmscan.ShrinkFolio;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/madvise.c, madvise_pageout() and madvise_cold_or_pageout_pte_range(), then mm/vmscan.c, reclaim_pages(): isolate what one
 * page table maps, and reclaim it after its lock is dropped, ignoring references.
 */
public final class MadvisePageout {
    public enum At {
        DRAIN_BATCH,
        NEXT_TABLE,
        LOCK_PTL,
        FLUSH_PENDING,
        READ_PTE,
        CLEAR_YOUNG,
        ISOLATE_FOLIO,
        NEXT_PTE,
        UNLOCK_PTL,
        SHRINK,
        PUTBACK_FOLIO,
        AFTER_WRITE,
        FLUSH_TLB
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param va how far it has come
     * @param table the locked page table, or -1
     * @param young whether an accessed bit was cleared, so that TLBs are flushed
     * @param isolated folios to reclaim; each isolation is a reference
     */
    public record Locals(int process, int from, int to, int va, int table, boolean young, Table<Integer> isolated) {
        public static Locals of(int process, int from, int to) {
            return new Locals(process, from, to, from, -1, false, Table.empty());
        }

        Locals at(int next) {
            return new Locals(process, from, to, next, table, young, isolated);
        }

        Locals withTable(int locked) {
            return new Locals(process, from, to, va, locked, young, isolated);
        }

        Locals withYoung() {
            return new Locals(process, from, to, va, table, true, isolated);
        }

        Locals withIsolated(Table<Integer> pages) {
            return new Locals(process, from, to, va, table, young, pages);
        }

        int last() {
            return isolated.get(isolated.size() - 1);
        }

        Locals withoutLast() {
            return withIsolated(isolated.take(isolated.size() - 1));
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("madvise_pageout")
            .at(DRAIN_BATCH, MadvisePageout::drainBatch)
            .at(NEXT_TABLE, MadvisePageout::nextTable)
            .at(LOCK_PTL, MadvisePageout::lockPtl)
            .at(FLUSH_PENDING, MadvisePageout::flushPending)
            .at(READ_PTE, MadvisePageout::readPte)
            .at(CLEAR_YOUNG, MadvisePageout::clearYoung)
            .at(ISOLATE_FOLIO, MadvisePageout::isolate)
            .at(NEXT_PTE, MadvisePageout::nextPte)
            .at(UNLOCK_PTL, MadvisePageout::unlockPtl)
            .at(SHRINK, MadvisePageout::shrink)
            .atReturn(PUTBACK_FOLIO, MadvisePageout::putback)
            .at(AFTER_WRITE, MadvisePageout::afterWrite)
            .at(FLUSH_TLB, MadvisePageout::flushTlb);

    private MadvisePageout() {}

    static Next<Locals> drainBatch(Machine m, ThreadId self, Locals l) {
        return Next.next(MmuGather.start(LruBatch.drain(m, self.index()), self, l.process), l);
    }

    static Next<Locals> nextTable(Machine m, ThreadId self, Locals l) {
        int va = PteRange.firstWithTable(m, l.process, l.va, l.to);
        return va < l.to ? Next.next(m, l.at(va)) : Next.go(m, FLUSH_TLB, l.at(l.to));
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        int table = m.tableOf(l.process, l.va);
        if (table < 0) {
            return Next.go(m, NEXT_TABLE, l);
        }
        return Ptl.isFree(m, table)
                ? Next.next(Ptl.lock(m, self, table), l.withTable(table)).saying(new Acquired(LockClass.PTL, table))
                : Next.blocked(Ptl.waitFor(m, table));
    }

    static Next<Locals> flushPending(Machine m, ThreadId self, Locals l) {
        return Next.next(Unflushed.flushPending(m, l.process), l);
    }

    /** Not present, a device page, the zero page, off the LRU, or mapped elsewhere too: not ours to page out. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        if (!(m.pte(l.process, l.va) instanceof Pte.Present pte)) {
            return Next.go(m, NEXT_PTE, l);
        }
        Page page = m.page(pte.pfn());
        return page.lru() == Lru.ON && page.mapcount() == 1 ? Next.next(m, l) : Next.go(m, NEXT_PTE, l);
    }

    static Next<Locals> clearYoung(Machine m, ThreadId self, Locals l) {
        Pte.Present pte = (Pte.Present) m.pte(l.process, l.va);
        return pte.young()
                ? Next.next(m.withPte(l.process, l.va, pte.withYoung(false)), l.withYoung())
                : Next.next(m, l);
    }

    /** An mlocked folio is isolated and put back at once, which changes nothing. */
    static Next<Locals> isolate(Machine m, ThreadId self, Locals l) {
        int pfn = ((Pte.Present) m.pte(l.process, l.va)).pfn();
        return LruList.canIsolate(m, pfn) && !m.page(pfn).mlocked()
                ? Next.next(LruList.isolate(m, pfn), l.withIsolated(l.isolated.plus(pfn)))
                : Next.next(m, l);
    }

    static Next<Locals> nextPte(Machine m, ThreadId self, Locals l) {
        Locals next = l.at(l.va + 1);
        return PteRange.nextIsInTable(m, l.va, l.to) ? Next.go(m, READ_PTE, next) : Next.next(m, next);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, l.table), l.withTable(-1));
    }

    static Next<Locals> shrink(Machine m, ThreadId self, Locals l) {
        return l.isolated.isEmpty()
                ? Next.go(m, NEXT_TABLE, l)
                : Next.call(m, ShrinkFolio.PROGRAM, ShrinkFolio.Locals.of(l.last()), PUTBACK_FOLIO, l);
    }

    /** A folio under writeback goes back to its list; the write ends later, on this CPU. */
    static Next<Locals> putback(Machine m, ThreadId self, Locals l, ShrinkFolio.Result result) {
        if (result == ShrinkFolio.Result.FREED) {
            return Next.go(m, SHRINK, l.withoutLast());
        }
        Machine back = LruList.putback(m, l.last());
        return result == ShrinkFolio.Result.WRITING
                ? Next.call(back, EndSwapWrite.PROGRAM, new EndSwapWrite.Locals(l.last()), AFTER_WRITE, l.withoutLast())
                : Next.go(back, SHRINK, l.withoutLast());
    }

    static Next<Locals> afterWrite(Machine m, ThreadId self, Locals l) {
        return Next.go(m, SHRINK, l);
    }

    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        return Next.done(MmuGather.finish(m, self, l.process, l.from, l.to, l.young));
    }
}
