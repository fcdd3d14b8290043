package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.ZapRange.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.hugememory.HugePmd;
import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swapfile.FreeSwapAndCache;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.DiscardEnds;
import io.mmcheck.machine.event.DiscardStarts;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/memory.c, zap_page_range_single(), unmap_vmas() and zap_pte_range(): throw away what the ptes of a range stand for. The
 * caller holds mmap_lock, for reading at least. It says {@link DiscardStarts} and {@link DiscardEnds} itself. Result: none.
 */
public final class ZapRange {
    public enum At {
        DRAIN_BATCH,
        NOTIFIER_START,
        NEXT_TABLE,
        LOCK_PTL,
        FLUSH_PENDING,
        READ_PTE,
        CLEAR_PTE,
        COPY_DIRTY,
        REMOVE_RMAP,
        DROP_DEVICE_PAGE,
        FREE_SWAP,
        DROP_MIGRATION,
        CLEAR_ENTRY,
        NEXT_PTE,
        UNLOCK_PTL,
        NOTIFIER_END,
        FLUSH_TLB,
        NEXT_PAGE,
        FREE_SWAP_CACHE,
        UNLOCK_FOLIO,
        PUT_PAGE,
        SPLIT_HUGE_PMD,
        LOCK_PMD,
        CLEAR_PMD,
        REMOVE_RMAP_PMD,
        UNLOCK_PMD
    }

    /** How many pages a batch takes. The kernel's takes more; searches have fewer pages in all. */
    private static final int FULL = 15;

    /**
     * The pages [from, to) of a process.
     *
     * @param va how far it has come
     * @param table the locked page table, or -1
     * @param pfn the page of the pte that was cleared and not yet counted, or -1
     * @param listeners the devices that have to hear of it
     * @param cleared whether a present pte was cleared, so that TLBs need a flush
     * @param gathered pages that wait for the flush; each keeps the reference that its pte had
     */
    public record Locals(
            int process,
            int from,
            int to,
            int va,
            int table,
            int pfn,
            int listeners,
            boolean cleared,
            Table<Integer> gathered) {
        public static Locals of(int process, int from, int to) {
            return new Locals(process, from, to, from, -1, -1, 0, false, Table.empty());
        }

        Locals at(int next) {
            return new Locals(process, from, to, next, table, pfn, listeners, cleared, gathered);
        }

        public Locals withTable(int locked) {
            return new Locals(process, from, to, va, locked, pfn, listeners, cleared, gathered);
        }

        Locals cleared(int page) {
            return new Locals(process, from, to, va, table, page, listeners, true, gathered);
        }

        Locals flushed() {
            return new Locals(process, from, to, from, -1, -1, listeners, false, gathered);
        }

        Locals batched() {
            return new Locals(process, from, to, va, -1, -1, listeners, false, gathered);
        }

        Locals withListeners(int devices) {
            return new Locals(process, from, to, va, table, pfn, devices, cleared, gathered);
        }

        Locals withGathered(Table<Integer> pages) {
            return new Locals(process, from, to, va, table, -1, listeners, cleared, pages);
        }

        int last() {
            return gathered.get(gathered.size() - 1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("zap_page_range")
            .at(DRAIN_BATCH, ZapRange::drainBatch)
            .at(NOTIFIER_START, ZapRange::notifierStart)
            .at(NEXT_TABLE, ZapRange::nextTable)
            .at(LOCK_PTL, ZapRange::lockPtl)
            .at(FLUSH_PENDING, ZapRange::flushPending)
            .at(READ_PTE, ZapRange::readPte)
            .at(CLEAR_PTE, ZapRange::clearPte)
            .at(COPY_DIRTY, ZapRange::copyDirty)
            .at(REMOVE_RMAP, ZapRange::removeRmap)
            .at(DROP_DEVICE_PAGE, ZapRange::dropDevicePage)
            .at(FREE_SWAP, ZapRange::freeSwap)
            .at(DROP_MIGRATION, ZapRange::dropMigration)
            .at(CLEAR_ENTRY, ZapRange::clearEntry)
            .at(NEXT_PTE, ZapRange::nextPte)
            .at(UNLOCK_PTL, ZapRange::unlockPtl)
            .at(NOTIFIER_END, ZapRange::notifierEnd)
            .at(FLUSH_TLB, ZapRange::flushTlb)
            .at(NEXT_PAGE, ZapRange::nextPage)
            .at(FREE_SWAP_CACHE, ZapRange::freeSwapCache)
            .at(UNLOCK_FOLIO, ZapRange::unlockFolio)
            .at(PUT_PAGE, ZapRange::putPage)
            .at(SPLIT_HUGE_PMD, ZapRange::splitHugePmd)
            .at(LOCK_PMD, ZapRange::lockPmd)
            .at(CLEAR_PMD, ZapRange::clearPmd)
            .at(REMOVE_RMAP_PMD, ZapRange::removeRmapPmd)
            .at(UNLOCK_PMD, ZapRange::unlockPmd);

    private ZapRange() {}

    /** lru_add_drain(): a page in this CPU's batch would not be freed by the last of its mappings. */
    static Next<Locals> drainBatch(Machine m, ThreadId self, Locals l) {
        return Next.next(MmuGather.start(LruBatch.drain(m, self.index()), self, l.process), l);
    }

    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        return MmuNotifier.isBusy(m, listeners)
                ? Next.blocked(MmuNotifier.waitFor(listeners))
                : Next.next(MmuNotifier.start(m, listeners, l.process, l.from, l.to), l.withListeners(listeners))
                        .saying(new DiscardStarts(DiscardStarts.Kind.ZAP, l.process, l.from, l.to));
    }

    /** zap_pmd_range(): a huge pmd goes as a whole, or is split if only a part of it goes. */
    static Next<Locals> nextTable(Machine m, ThreadId self, Locals l) {
        int va = PteRange.firstWithTable(m, l.process, l.va, l.to);
        if (va >= l.to) {
            return Next.go(m, NOTIFIER_END, l.at(l.to));
        }
        Pmd pmd = m.pmd(l.process, va);
        if (pmd.isTransHuge() || pmd instanceof Pmd.Migration) {
            return Next.go(m, PteRange.coversPmd(m, va, l.to) ? LOCK_PMD : SPLIT_HUGE_PMD, l.at(va));
        }
        return Next.next(m, l.at(va));
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l.withTable(table)),
                to -> Next.go(to, NEXT_TABLE, l));
    }

    /**
     * flush_tlb_batched_pending(): reclaim may have cleared ptes here that a CPU can still write through. Once we return, the
     * range must not be reachable that way.
     */
    static Next<Locals> flushPending(Machine m, ThreadId self, Locals l) {
        return Next.next(Unflushed.flushPending(m, l.process), l);
    }

    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.process, l.va);
        if (pte instanceof Pte.Present) {
            return Next.go(m, CLEAR_PTE, l);
        } else if (pte instanceof Pte.DevicePrivate || pte instanceof Pte.DeviceExclusive) {
            return Next.go(m, DROP_DEVICE_PAGE, l);
        } else if (pte instanceof Pte.Swap) {
            return Next.go(m, FREE_SWAP, l);
        } else if (pte instanceof Pte.Migration) {
            return Next.go(m, DROP_MIGRATION, l);
        } else if (pte.isNone()) {
            return Next.go(m, NEXT_PTE, l);
        }
        throw Bug.notModelled("zap of " + pte);
    }

    /** ptep_get_and_clear_full(). The dirty bit of anonymous memory does not matter any more. */
    static Next<Locals> clearPte(Machine m, ThreadId self, Locals l) {
        Pte.Present pte = (Pte.Present) m.pte(l.process, l.va);
        Machine cleared = m.withPte(l.process, l.va, Pte.NONE);
        if (m.page(pte.pfn()).kind() == PageKind.ZERO) {
            return Next.go(cleared, NEXT_PTE, l.cleared(-1));
        }
        boolean dirties = m.page(pte.pfn()).isFile() && pte.dirty();
        return Next.go(cleared, dirties ? COPY_DIRTY : REMOVE_RMAP, l.cleared(pte.pfn()));
    }

    /** What was written to a file stays in the file. */
    static Next<Locals> copyDirty(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withDirty(true)), l);
    }

    /**
     * folio_remove_rmap_pte() and __tlb_remove_folio_pages(): the mapping goes, its reference stays until the flush, or the
     * frame could be reused while a CPU still reaches it.
     */
    static Next<Locals> removeRmap(Machine m, ThreadId self, Locals l) {
        Machine unmapped = Rmap.remove(lessRss(m, l), l.process, l.va, l.pfn);
        int head = m.head(l.pfn);
        return Next.go(
                unmapped.withPage(head, unmapped.page(head).withLedger(self, 1)),
                NEXT_PTE,
                l.withGathered(l.gathered.plus(l.pfn)));
    }

    /** No CPU reaches what is private to a device or exclusive, so nothing waits for a flush. An exclusive entry maps nothing. */
    static Next<Locals> dropDevicePage(Machine m, ThreadId self, Locals l) {
        if (m.pte(l.process, l.va) instanceof Pte.DeviceExclusive entry) {
            return Next.go(Folio.refSub(lessRss(m, l), entry.pfn(), 1), CLEAR_ENTRY, l);
        }
        Pte.DevicePrivate pte = (Pte.DevicePrivate) m.pte(l.process, l.va);
        Machine unmapped = Rmap.remove(lessRss(m, l), l.process, l.va, pte.pfn());
        return Next.go(Folio.refSub(unmapped, pte.pfn(), 1), CLEAR_ENTRY, l);
    }

    static Next<Locals> freeSwap(Machine m, ThreadId self, Locals l) {
        int slot = ((Pte.Swap) m.pte(l.process, l.va)).slot();
        return Next.call(m, FreeSwapAndCache.PROGRAM, FreeSwapAndCache.Locals.of(slot), CLEAR_ENTRY, l);
    }

    /** The folio belongs to whoever migrates it; he finds no entry left to restore. */
    static Next<Locals> dropMigration(Machine m, ThreadId self, Locals l) {
        return Next.next(lessRss(m, l), l);
    }

    /** pte_clear_not_present_full(): nothing to flush. */
    static Next<Locals> clearEntry(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPte(l.process, l.va, Pte.NONE), l);
    }

    static Next<Locals> nextPte(Machine m, ThreadId self, Locals l) {
        Locals next = l.at(l.va + 1);
        boolean more = PteRange.nextIsInTable(m, l.va, l.to) && l.gathered.size() < FULL;
        return more ? Next.go(m, READ_PTE, next) : Next.next(m, next);
    }

    /** With the batch full, what is in it is freed before the range goes on: force_flush of zap_pte_range(). */
    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        boolean full = l.gathered.size() >= FULL && l.va < l.to;
        return Next.go(Ptl.unlock(m, self, l.table), full ? FLUSH_TLB : NEXT_TABLE, l.withTable(-1));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.next(MmuNotifier.end(m, l.listeners, l.process), l.withListeners(0));
    }

    /** tlb_finish_mmu(), or tlb_flush_mmu() of a full batch: after the page table lock, and before any page here can be freed. */
    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        Machine flushed = MmuGather.finish(m, self, l.process, l.from, l.to, l.cleared);
        return l.va < l.to
                ? Next.next(MmuGather.start(flushed, self, l.process), l.batched())
                : Next.next(flushed, l.flushed());
    }

    /** free_pages_and_swap_cache(): a folio that nobody maps any more gives its slot back, if its lock is free. */
    static Next<Locals> nextPage(Machine m, ThreadId self, Locals l) {
        if (l.gathered.isEmpty() && l.va > l.from) {
            return Next.go(m, NEXT_TABLE, l);
        }
        if (l.gathered.isEmpty()) {
            return Next.<Locals>done(m).saying(new DiscardEnds(DiscardStarts.Kind.ZAP, l.process, l.from, l.to));
        }
        Page page = m.page(l.last());
        return page.inSwapCache() && !page.isMapped() && !page.isLocked()
                ? Next.next(Folio.lock(m, self, l.last()), l)
                : Next.go(m, PUT_PAGE, l);
    }

    static Next<Locals> freeSwapCache(Machine m, ThreadId self, Locals l) {
        return Next.next(SwapCache.freeSwap(m, l.last()), l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.last()), l);
    }

    static Next<Locals> putPage(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(m, self, l.last()), NEXT_PAGE, l.withGathered(l.gathered.take(l.gathered.size() - 1)));
    }

    static Next<Locals> splitHugePmd(Machine m, ThreadId self, Locals l) {
        return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.process, l.va), NEXT_TABLE, l);
    }

    /** zap_huge_pmd() under __pmd_trans_huge_lock(): without effect if it has been split meanwhile. */
    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.process)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        Pmd pmd = m.pmd(l.process, l.va);
        return pmd.isTransHuge() || pmd instanceof Pmd.Migration
                ? Next.<Locals>next(PmdLock.lock(m, self, l.process), l).saying(PmdLock.acquired(l.process))
                : Next.go(m, NEXT_TABLE, l);
    }

    /** pmdp_huge_get_and_clear_full(). The entry of a page that migrates is only counted; the page is its migrator's. */
    static Next<Locals> clearPmd(Machine m, ThreadId self, Locals l) {
        Pmd pmd = m.pmd(l.process, l.va);
        Machine cleared = m.withPmd(l.process, l.va, Pmd.NONE);
        Locals behind = l.at(l.va + m.config().ptesPerTable());
        if (pmd instanceof Pmd.Huge huge) {
            return Next.next(cleared, l.cleared(huge.pfn()));
        }
        return pmd instanceof Pmd.Migration entry
                ? Next.go(HugePmd.rss(cleared, l.process, -m.folioSize(entry.pfn())), UNLOCK_PMD, behind)
                : Next.go(cleared, UNLOCK_PMD, behind.cleared(-1));
    }

    /** The reference of the pmd stays until the flush, like those of ptes. */
    static Next<Locals> removeRmapPmd(Machine m, ThreadId self, Locals l) {
        Machine unmapped = Rmap.removePmd(HugePmd.rss(m, l.process, -m.folioSize(l.pfn)), l.process, l.va, l.pfn);
        return Next.next(
                unmapped.withPage(l.pfn, unmapped.page(l.pfn).withLedger(self, 1)),
                l.at(l.va + m.config().ptesPerTable()).withGathered(l.gathered.plus(l.pfn)));
    }

    static Next<Locals> unlockPmd(Machine m, ThreadId self, Locals l) {
        return Next.go(PmdLock.unlock(m, self, l.process), NEXT_TABLE, l);
    }

    private static Machine lessRss(Machine m, Locals l) {
        return m.withMm(l.process, m.mm(l.process).withRss(m.mm(l.process).rss() - 1));
    }
}
