package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.rmap.TryToUnmap.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.swapfile.SwapSlots;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/rmap.c, try_to_unmap() with TTU_BATCH_FLUSH: replace every pte of an isolated, locked anonymous folio by a swap entry (nothing, for a file), or
 * discard it if it is lazyfree. Flushes are left to the caller; until then the mm is marked ({@link Mm#unflushed}).
 */
public final class TryToUnmap {
    public enum At {
        LOCK_ANON_VMA,
        NEXT_MAPPING,
        NOTIFIER_START,
        LOCK_PTL,
        TEST_MLOCKED,
        CLEAR_PTE,
        DEFER_FLUSH,
        COPY_DIRTY,
        TEST_LAZYFREE,
        DUPLICATE_SLOT,
        TEST_PINNED,
        SET_SWAP,
        REMOVE_RMAP,
        UNLOCK_PTL,
        NOTIFIER_END,
        UNLOCK_ANON_VMA
    }

    /**
     * What a walk remembers.
     *
     * @param pfn the folio
     * @param anonVma the mapping of the folio while its walk is locked: an anon_vma or a file; -1 before
     * @param process the process of the present mapping, -1 before the first
     * @param va its address
     * @param table its page table while that is locked, or -1
     * @param old the pte that was cleared, until it is replaced
     * @param exclusive whether the folio was PG_anon_exclusive when its pte was cleared
     * @param listeners the devices that have to hear of the invalidation under way
     * @param aborted one mapping could not go: the walk ends
     * @param flush what the caller has to flush
     */
    public record Locals(
            int pfn,
            int anonVma,
            int process,
            int va,
            int table,
            Pte old,
            boolean exclusive,
            int listeners,
            boolean aborted,
            Unflushed flush) {
        public static Locals of(int pfn, Unflushed before) {
            return new Locals(pfn, -1, -1, -1, -1, Pte.NONE, false, 0, false, before);
        }

        Locals at(Rmap.Mapping mapping) {
            return new Locals(pfn, anonVma, mapping.process(), mapping.va(), -1, Pte.NONE, false, 0, aborted, flush);
        }

        Locals withAnonVma(int locked) {
            return new Locals(pfn, locked, process, va, table, old, exclusive, listeners, aborted, flush);
        }

        Locals withTable(int locked) {
            return new Locals(pfn, anonVma, process, va, locked, old, exclusive, listeners, aborted, flush);
        }

        Locals withListeners(int devices) {
            return new Locals(pfn, anonVma, process, va, table, old, exclusive, devices, aborted, flush);
        }

        Locals withOld(Pte pte, boolean wasExclusive) {
            return new Locals(pfn, anonVma, process, va, table, pte, wasExclusive, listeners, aborted, flush);
        }

        Locals withFlush(Unflushed more) {
            return new Locals(pfn, anonVma, process, va, table, old, exclusive, listeners, aborted, more);
        }

        Locals abort() {
            return new Locals(pfn, anonVma, process, va, table, Pte.NONE, false, listeners, true, flush);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("try_to_unmap")
            .at(LOCK_ANON_VMA, TryToUnmap::lockAnonVma)
            .at(NEXT_MAPPING, TryToUnmap::nextMapping)
            .at(NOTIFIER_START, TryToUnmap::notifierStart)
            .at(LOCK_PTL, TryToUnmap::lockPtl)
            .at(TEST_MLOCKED, TryToUnmap::testMlocked)
            .at(CLEAR_PTE, TryToUnmap::clearPte)
            .at(DEFER_FLUSH, TryToUnmap::deferFlush)
            .at(COPY_DIRTY, TryToUnmap::copyDirty)
            .at(TEST_LAZYFREE, TryToUnmap::testLazyfree)
            .at(DUPLICATE_SLOT, TryToUnmap::duplicateSlot)
            .at(TEST_PINNED, TryToUnmap::testPinned)
            .at(SET_SWAP, TryToUnmap::setSwap)
            .at(REMOVE_RMAP, TryToUnmap::removeRmap)
            .at(UNLOCK_PTL, TryToUnmap::unlockPtl)
            .at(NOTIFIER_END, TryToUnmap::notifierEnd)
            .at(UNLOCK_ANON_VMA, TryToUnmap::unlockAnonVma);

    private TryToUnmap() {}

    /** folio_lock_anon_vma_read(): a folio that is no longer mapped has no anon_vma that one could rely on. */
    static Next<Locals> lockAnonVma(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        if (!page.isMapped() || !page.hasMapping()) {
            return Next.done(m, l.flush);
        }
        int anonVma = page.anonVma();
        if (!RmapLock.canRead(m, anonVma)) {
            return Next.blocked(RmapLock.waitFor(anonVma));
        }
        Machine locked = RmapLock.read(m, self, anonVma);
        return Next.next(locked, l.withAnonVma(anonVma)).saying(RmapLock.acquired(m, anonVma));
    }

    static Next<Locals> nextMapping(Machine m, ThreadId self, Locals l) {
        Rmap.Mapping next =
                l.aborted || !m.page(l.pfn).isMapped() ? null : Rmap.after(m, l.pfn, new Rmap.Mapping(l.process, l.va));
        return next == null ? Next.go(m, UNLOCK_ANON_VMA, l.at(Rmap.Mapping.FIRST)) : Next.next(m, l.at(next));
    }

    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        return MmuNotifier.isBusy(m, listeners)
                ? Next.blocked(MmuNotifier.waitFor(listeners))
                : Next.next(MmuNotifier.start(m, listeners, l.process, l.va, l.va + 1), l.withListeners(listeners));
    }

    /** page_vma_mapped_walk(): finds the pte that maps the folio, if this address has one. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> m.pte(l.process, l.va).maps(l.pfn)
                        ? Next.next(locked, l.withTable(table))
                        : Next.go(locked, UNLOCK_PTL, l.withTable(table)),
                to -> Next.go(to, NOTIFIER_END, l));
    }

    /** A folio in a locked VMA that was not marked yet: mark it, and leave it where it is. */
    static Next<Locals> testMlocked(Machine m, ThreadId self, Locals l) {
        Vma vma = m.mm(l.process).vma(l.va);
        if (vma == null || !vma.locked()) {
            return Next.next(m, l);
        }
        return Next.go(m.withPage(l.pfn, m.page(l.pfn).withMlocked(true)), UNLOCK_PTL, l.abort());
    }

    /** ptep_get_and_clear(): the read and the clear are one act, so no store slips between. */
    static Next<Locals> clearPte(Machine m, ThreadId self, Locals l) {
        return Next.next(
                m.withPte(l.process, l.va, Pte.NONE),
                l.withOld(m.pte(l.process, l.va), m.page(l.pfn).exclusive()));
    }

    /**
     * set_tlb_ubc_flush_pending(), under the same PTL as the clear: whoever takes the PTL next and relies on the pte sees the
     * mark and flushes first.
     */
    static Next<Locals> deferFlush(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.process);
        int holders = 0;
        for (int cpu = 0; cpu < m.cpus().size(); cpu++) {
            holders |= m.tlb(cpu, l.process, l.va).isNone() ? 0 : 1 << cpu;
        }
        return Next.next(
                m.withMm(l.process, mm.withUnflushed(mm.unflushed() | holders)),
                l.withFlush(l.flush.plus(l.process, l.old instanceof Pte.Present p && p.dirty())));
    }

    static Next<Locals> copyDirty(Machine m, ThreadId self, Locals l) {
        boolean dirty = l.old instanceof Pte.Present p && p.dirty();
        return Next.next(dirty ? m.withPage(l.pfn, m.page(l.pfn).withDirty(true)) : m, l);
    }

    /**
     * A lazyfree folio that nobody wrote to and nobody else refers to is thrown away: the isolation and the mappings are all
     * references. The count is read before the dirty flag, as GUP takes its reference before it dirties.
     */
    static Next<Locals> testLazyfree(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        if (page.isFile()) {
            return Next.go(m, REMOVE_RMAP, l.withOld(Pte.NONE, false));
        }
        if (page.swapBacked()) {
            return page.inSwapCache()
                    ? Next.next(m, l)
                    : Next.go(m.withPte(l.process, l.va, l.old), UNLOCK_PTL, l.abort());
        }
        if (page.refs() == 1 + page.mapcount() && !page.dirty()) {
            return Next.go(m, REMOVE_RMAP, l.withOld(Pte.NONE, false));
        }
        Machine back = m.withPte(l.process, l.va, l.old).withPage(l.pfn, page.withSwapBacked(true));
        return Next.go(back, UNLOCK_PTL, l.abort());
    }

    static Next<Locals> duplicateSlot(Machine m, ThreadId self, Locals l) {
        return Next.next(SwapSlots.duplicate(m, m.page(l.pfn).swapSlot()), l);
    }

    /** folio_try_share_anon_rmap_pte(), after the clear: GUP-fast pins first and reads the pte again afterwards. */
    static Next<Locals> testPinned(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        if (!l.exclusive) {
            return Next.next(m, l);
        }
        if (!Rmap.canShare(page)) {
            Machine back = SwapSlots.free(m, page.swapSlot()).withPte(l.process, l.va, l.old);
            return Next.go(back, UNLOCK_PTL, l.abort());
        }
        return Next.next(m.withPage(l.pfn, page.withExclusive(false)), l);
    }

    static Next<Locals> setSwap(Machine m, ThreadId self, Locals l) {
        Pte.Present old = (Pte.Present) l.old;
        Pte swap = new Pte.Swap(m.page(l.pfn).swapSlot(), l.exclusive, old.softDirty(), old.uffdWp());
        return Next.next(m.withPte(l.process, l.va, swap), l.withOld(Pte.NONE, false));
    }

    /** folio_remove_rmap_pte(), rss, and the reference of the pte. */
    static Next<Locals> removeRmap(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.process);
        Machine unmapped = Rmap.remove(m.withMm(l.process, mm.withRss(mm.rss() - 1)), l.process, l.va, l.pfn);
        return Next.next(Folio.refSub(unmapped, l.pfn, 1), l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, l.table), l.withTable(-1));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.go(MmuNotifier.end(m, l.listeners, l.process), NEXT_MAPPING, l.withListeners(0));
    }

    static Next<Locals> unlockAnonVma(Machine m, ThreadId self, Locals l) {
        return Next.done(RmapLock.release(m, self, l.anonVma), l.flush);
    }
}
