package io.mmcheck.kernel.madvise;

import static io.mmcheck.kernel.madvise.MadviseFree.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.MmuGather;
import io.mmcheck.kernel.memory.PteRange;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swapfile.FreeSwapAndCache;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.DiscardEnds;
import io.mmcheck.machine.event.DiscardStarts;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/madvise.c, madvise_free_single_vma() and madvise_free_pte_range(): pages become clean and lazyfree, swap entries go. A
 * page that is written to afterwards gets a dirty pte again, and reclaim keeps it.
 */
public final class MadviseFree {
    public enum At {
        DRAIN_BATCH,
        NOTIFIER_START,
        NEXT_TABLE,
        LOCK_PTL,
        FLUSH_PENDING,
        READ_PTE,
        TRYLOCK_FOLIO,
        FREE_SWAP,
        CLEAR_DIRTY,
        UNLOCK_FOLIO,
        CLEAN_PTE,
        MARK_LAZYFREE,
        NEXT_PTE,
        UNLOCK_PTL,
        NOTIFIER_END,
        FLUSH_TLB,
        CLEAR_ENTRY,
        LOCK_PMD,
        SPLIT_PMD,
        SPLIT_PTE
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param va how far it has come
     * @param table the locked page table, or -1
     * @param pfn the page of the present pte, or -1
     * @param keep the locked page cannot become lazyfree
     * @param listeners the devices that have to hear of it
     * @param cleaned whether a pte was made clean, so that TLBs need a flush
     */
    public record Locals(
            int process, int from, int to, int va, int table, int pfn, boolean keep, int listeners, boolean cleaned) {
        public static Locals of(int process, int from, int to) {
            return new Locals(process, from, to, from, -1, -1, false, 0, false);
        }

        Locals at(int next) {
            return new Locals(process, from, to, next, table, -1, false, listeners, cleaned);
        }

        Locals withTable(int locked) {
            return new Locals(process, from, to, va, locked, -1, false, listeners, cleaned);
        }

        Locals withPage(int page, boolean keeps) {
            return new Locals(process, from, to, va, table, page, keeps, listeners, cleaned);
        }

        Locals withListeners(int devices) {
            return new Locals(process, from, to, va, table, pfn, keep, devices, cleaned);
        }

        Locals withCleaned() {
            return new Locals(process, from, to, va, table, pfn, keep, listeners, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("madvise_free_single_vma")
            .at(DRAIN_BATCH, MadviseFree::drainBatch)
            .at(NOTIFIER_START, MadviseFree::notifierStart)
            .at(NEXT_TABLE, MadviseFree::nextTable)
            .at(LOCK_PTL, MadviseFree::lockPtl)
            .at(FLUSH_PENDING, MadviseFree::flushPending)
            .at(READ_PTE, MadviseFree::readPte)
            .at(TRYLOCK_FOLIO, MadviseFree::trylock)
            .at(FREE_SWAP, MadviseFree::freeSwap)
            .at(CLEAR_DIRTY, MadviseFree::clearDirty)
            .at(UNLOCK_FOLIO, MadviseFree::unlockFolio)
            .at(CLEAN_PTE, MadviseFree::cleanPte)
            .at(MARK_LAZYFREE, MadviseFree::markLazyfree)
            .at(NEXT_PTE, MadviseFree::nextPte)
            .at(UNLOCK_PTL, MadviseFree::unlockPtl)
            .at(NOTIFIER_END, MadviseFree::notifierEnd)
            .at(FLUSH_TLB, MadviseFree::flushTlb)
            .at(CLEAR_ENTRY, MadviseFree::clearEntry)
            .at(LOCK_PMD, MadviseFree::lockPmd)
            .atReturn(SPLIT_PMD, MadviseFree::splitPmd)
            .atReturn(SPLIT_PTE, MadviseFree::splitPte);

    private MadviseFree() {}

    static Next<Locals> drainBatch(Machine m, ThreadId self, Locals l) {
        return Next.next(MmuGather.start(LruBatch.drain(m, self.index()), self, l.process), l);
    }

    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        return MmuNotifier.isBusy(m, listeners)
                ? Next.blocked(MmuNotifier.waitFor(listeners))
                : Next.next(MmuNotifier.start(m, listeners, l.process, l.from, l.to), l.withListeners(listeners))
                        .saying(new DiscardStarts(DiscardStarts.Kind.FREE, l.process, l.from, l.to));
    }

    static Next<Locals> nextTable(Machine m, ThreadId self, Locals l) {
        int va = PteRange.firstWithTable(m, l.process, l.va, l.to);
        return va < l.to ? Next.next(m, l.at(va)) : Next.go(m, NOTIFIER_END, l.at(l.to));
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

    /** Device pages, the zero page and entries of migrations stay as they are. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.process, l.va);
        if (pte instanceof Pte.Swap swap) {
            FreeSwapAndCache.Locals slot = FreeSwapAndCache.Locals.of(swap.slot());
            return Next.call(m, FreeSwapAndCache.PROGRAM, slot, CLEAR_ENTRY, l);
        }
        if (!(pte instanceof Pte.Present present) || present.pfn() == m.zeroPage()) {
            return Next.go(m, NEXT_PTE, l);
        }
        if (m.page(present.pfn()).isHuge()) {
            return split(m, self, l, present.pfn());
        }
        Page page = m.page(present.pfn());
        if (page.isDevice()) {
            return Next.go(m, NEXT_PTE, l);
        }
        Locals found = l.withPage(present.pfn(), false);
        return page.inSwapCache() || page.dirty() ? Next.next(m, found) : Next.go(m, CLEAN_PTE, found);
    }

    static Next<Locals> trylock(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.pfn)
                ? Next.next(Folio.lock(m, self, l.pfn), l)
                : Next.go(m, NEXT_PTE, l.withPage(-1, false));
    }

    /** A folio that others map, or whose slot others use, keeps its content. */
    static Next<Locals> freeSwap(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        if (page.mapcount() != 1 || page.inSwapCache() && !SwapCache.canFreeSwap(m, l.pfn)) {
            return Next.go(m, UNLOCK_FOLIO, l.withPage(l.pfn, true));
        }
        return Next.next(SwapCache.freeSwap(m, l.pfn), l);
    }

    static Next<Locals> clearDirty(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withDirty(false)), l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        Machine unlocked = Folio.unlock(m, self, l.pfn);
        return l.keep ? Next.go(unlocked, NEXT_PTE, l.withPage(-1, false)) : Next.next(unlocked, l);
    }

    /** clear_young_dirty_ptes(); TLBs are flushed after the lock. A store until then may be lost: the advice has not returned. */
    static Next<Locals> cleanPte(Machine m, ThreadId self, Locals l) {
        Pte.Present pte = (Pte.Present) m.pte(l.process, l.va);
        return pte.young() || pte.dirty()
                ? Next.next(m.withPte(l.process, l.va, pte.withYoung(false).withDirty(false)), l.withCleaned())
                : Next.next(m, l);
    }

    /** folio_mark_lazyfree(): through a batch of this CPU. */
    static Next<Locals> markLazyfree(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        boolean marks = page.lru() == Lru.ON
                && page.isAnon()
                && page.swapBacked()
                && !page.inSwapCache()
                && !page.mlocked()
                && page.lazyfreeBatch() < 0;
        return Next.next(marks ? LruBatch.addLazyfree(m, self, l.pfn) : m, l.withPage(-1, false));
    }

    static Next<Locals> nextPte(Machine m, ThreadId self, Locals l) {
        Locals next = l.at(l.va + 1);
        return PteRange.nextIsInTable(m, l.va, l.to) ? Next.go(m, READ_PTE, next) : Next.next(m, next);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.go(Ptl.unlock(m, self, l.table), NEXT_TABLE, l.withTable(-1));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.next(MmuNotifier.end(m, l.listeners, l.process), l.withListeners(0));
    }

    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        return Next.<Locals>done(MmuGather.finish(m, self, l.process, l.from, l.to, l.cleaned))
                .saying(new DiscardEnds(DiscardStarts.Kind.FREE, l.process, l.from, l.to));
    }

    /** After free_swap_and_cache(): a later read gets a fresh page of zeroes, which is cheaper than a swap-in. */
    static Next<Locals> clearEntry(Machine m, ThreadId self, Locals l) {
        return Next.go(m.withPte(l.process, l.va, Pte.NONE), NEXT_PTE, l);
    }
}
