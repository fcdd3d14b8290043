package io.mmcheck.kernel.madvise;

import static io.mmcheck.kernel.madvise.MadvisePageout.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.MmuGather;
import io.mmcheck.kernel.memory.PteRange;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swap.LruList;
import io.mmcheck.kernel.vmscan.EndSwapWrite;
import io.mmcheck.kernel.vmscan.ShrinkFolio;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
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
        FLUSH_TLB,
        LOCK_PMD,
        SPLIT_PMD,
        SPLIT_PTE
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
            .at(FLUSH_TLB, MadvisePageout::flushTlb)
            .at(LOCK_PMD, MadvisePageout::lockPmd)
            .atReturn(SPLIT_PMD, MadvisePageout::splitPmd)
            .atReturn(SPLIT_PTE, MadvisePageout::splitPte);

    private MadvisePageout() {}

    static Next<Locals> drainBatch(Machine m, ThreadId self, Locals l) {
        return Next.next(MmuGather.start(LruBatch.drain(m, self.index()), self, l.process), l);
    }

    static Next<Locals> nextTable(Machine m, ThreadId self, Locals l) {
        int va = PteRange.firstWithTable(m, l.process, l.va, l.to);
        return va < l.to ? Next.next(m, l.at(va)) : Next.go(m, FLUSH_TLB, l.at(l.to));
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        Pmd pmd = m.pmd(l.process, l.va);
        if (pmd.isTransHuge() || pmd instanceof Pmd.Migration) {
            return Next.go(m, LOCK_PMD, l);
        }
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l.withTable(table)),
                to -> Next.go(to, NEXT_TABLE, l));
    }

    /** pmd_trans_huge_lock(), around no more than the reference on the folio. What is no huge page now is passed over. */
    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.process)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        if (m.pmd(l.process, l.va) instanceof Pmd.Huge huge && m.folioMapcount(huge.pfn()) == 1) {
            return Next.call(
                    Folio.get(m, self, huge.pfn()),
                    SplitAdvised.PROGRAM,
                    SplitAdvised.Locals.of(huge.pfn()),
                    SPLIT_PMD,
                    l);
        }
        return m.pmd(l.process, l.va).isTable()
                ? Next.go(m, LOCK_PTL, l)
                : Next.go(m, NEXT_TABLE, l.at(PteRange.pmdEnd(m, l.va, l.to)));
    }

    static Next<Locals> splitPmd(Machine m, ThreadId self, Locals l, Boolean split) {
        return split ? Next.go(m, NEXT_TABLE, l) : Next.go(m, NEXT_TABLE, l.at(PteRange.pmdEnd(m, l.va, l.to)));
    }

    /** A page of a huge folio that is mapped by ptes: once it is split, the pte is looked at again. */
    private static Next<Locals> split(Machine m, ThreadId self, Locals l, int pfn) {
        if (!Folio.canLock(m, pfn)) {
            return Next.go(m, NEXT_PTE, l);
        }
        Machine unlocked = Ptl.unlock(Folio.get(m, self, pfn), self, l.table);
        return Next.call(
                unlocked, SplitAdvised.PROGRAM, SplitAdvised.Locals.of(m.head(pfn)), SPLIT_PTE, l.withTable(-1));
    }

    static Next<Locals> splitPte(Machine m, ThreadId self, Locals l, Boolean split) {
        return Next.go(m, NEXT_TABLE, split ? l : l.at(l.va + 1));
    }

    static Next<Locals> flushPending(Machine m, ThreadId self, Locals l) {
        return Next.next(Unflushed.flushPending(m, l.process), l);
    }

    /** Not present, a device page, the zero page, off the LRU, or mapped elsewhere too: not ours to page out. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        if (!(m.pte(l.process, l.va) instanceof Pte.Present pte)) {
            return Next.go(m, NEXT_PTE, l);
        }
        if (m.page(pte.pfn()).isHuge()) {
            return split(m, self, l, pte.pfn());
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
