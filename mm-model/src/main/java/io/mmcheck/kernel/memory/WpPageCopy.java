package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.WpPageCopy.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.Objects;

/**
 * mm/memory.c, wp_page_copy(): a page of one's own in place of one that others use, or of the zero page. The caller has taken a
 * reference on the old page; it is dropped here.
 */
public final class WpPageCopy {
    public enum At {
        ALLOCATE,
        COPY_PAGE,
        CHARGE,
        NOTIFIER_START,
        LOCK_PTL,
        CHECK_PTE,
        CLEAR_PTE,
        FLUSH_TLB,
        MAP_FOLIO,
        ADD_LRU,
        SET_PTE,
        REMOVE_RMAP,
        UNLOCK_PTL,
        NOTIFIER_END,
        PUT_UNMAPPED,
        FREE_SWAP,
        PUT_FOLIO
    }

    /**
     * The address and the pte with the old page.
     *
     * @param pfn the new page, -1 once it is mapped
     * @param listeners the devices that were told
     * @param result what will be returned
     */
    public record Locals(
            int process, int va, boolean unshare, Pte.Present pte, int pfn, int listeners, FaultResult result) {
        static Locals of(DoWpPage.Locals l) {
            return new Locals(l.process(), l.va(), l.unshare(), l.pte(), -1, 0, FaultResult.RETRY);
        }

        Locals withPfn(int page) {
            return new Locals(process, va, unshare, pte, page, listeners, result);
        }

        Locals withListeners(int devices) {
            return new Locals(process, va, unshare, pte, pfn, devices, result);
        }

        Locals withResult(FaultResult to) {
            return new Locals(process, va, unshare, pte, pfn, listeners, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("wp_page_copy")
            .at(ALLOCATE, WpPageCopy::allocate)
            .at(COPY_PAGE, WpPageCopy::copyPage)
            .at(CHARGE, WpPageCopy::charge)
            .at(NOTIFIER_START, WpPageCopy::notifierStart)
            .at(LOCK_PTL, WpPageCopy::lockPtl)
            .at(CHECK_PTE, WpPageCopy::checkPte)
            .at(CLEAR_PTE, WpPageCopy::clearPte)
            .at(FLUSH_TLB, WpPageCopy::flushTlb)
            .at(MAP_FOLIO, WpPageCopy::mapFolio)
            .at(ADD_LRU, WpPageCopy::addLru)
            .at(SET_PTE, WpPageCopy::setPte)
            .at(REMOVE_RMAP, WpPageCopy::removeRmap)
            .at(UNLOCK_PTL, WpPageCopy::unlockPtl)
            .at(NOTIFIER_END, WpPageCopy::notifierEnd)
            .at(PUT_UNMAPPED, WpPageCopy::putUnmapped)
            .at(FREE_SWAP, WpPageCopy::freeSwap)
            .at(PUT_FOLIO, WpPageCopy::putFolio);

    private WpPageCopy() {}

    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        Machine prepared = AnonVmas.prepare(m, l.process, l.va);
        return Allocation.choose(
                prepared,
                self,
                (to, pfn) -> Next.next(to, l.withPfn(pfn)),
                Next.go(m, PUT_FOLIO, l.withResult(FaultResult.OOM)));
    }

    /** The old page is mapped read-only wherever it is mapped: its content stays while it is copied. */
    static Next<Locals> copyPage(Machine m, ThreadId self, Locals l) {
        Page copy = m.page(l.pfn).withData(m.page(l.pte.pfn()).data()).withUptodate(true);
        return Next.next(m.withPage(l.pfn, copy), l);
    }

    static Next<Locals> charge(Machine m, ThreadId self, Locals l) {
        return Allocation.orFailure(
                Next.next(PageAlloc.charge(m, l.pfn), l),
                Next.go(Folio.put(m, self, l.pfn), PUT_FOLIO, l.withPfn(-1).withResult(FaultResult.OOM)));
    }

    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        return MmuNotifier.isBusy(m, listeners)
                ? Next.blocked(MmuNotifier.waitFor(listeners))
                : Next.next(MmuNotifier.start(m, listeners, l.process, l.va, l.va + 1), l.withListeners(listeners));
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m, self, l.process, l.va, (locked, table) -> Next.next(locked, l), to -> Next.go(to, NOTIFIER_END, l));
    }

    static Next<Locals> checkPte(Machine m, ThreadId self, Locals l) {
        return m.pte(l.process, l.va).equals(l.pte) ? Next.next(m, l) : Next.go(m, UNLOCK_PTL, l);
    }

    /**
     * ptep_clear_flush(): no CPU may read the old page by its TLB after another has written the new one, so the entry is gone
     * and flushed before the new pte is there.
     */
    static Next<Locals> clearPte(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPte(l.process, l.va, Pte.NONE), l);
    }

    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        return Next.next(Tlb.flushPage(m, l.process, l.va), l);
    }

    /** In place of the zero page, which is not counted, there is now one that is. */
    static Next<Locals> mapFolio(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.process);
        Machine counted = l.pte.pfn() == m.zeroPage() ? m.withMm(l.process, mm.withRss(mm.rss() + 1)) : m;
        return Next.next(Rmap.addNewAnon(counted, l.process, l.va, l.pfn), l);
    }

    static Next<Locals> addLru(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.add(m, self, l.pfn), l);
    }

    static Next<Locals> setPte(Machine m, ThreadId self, Locals l) {
        Vma vma = Objects.requireNonNull(m.mm(l.process).vma(l.va));
        Pte pte = l.unshare
                ? new Pte.Present(l.pfn, false, false, true, l.pte.softDirty(), l.pte.uffdWp(), false)
                : new Pte.Present(l.pfn, vma.writable(), true, true, true, false, false);
        Machine mapped =
                m.withPte(l.process, l.va, pte).withPage(l.pfn, m.page(l.pfn).withLedger(self, -1));
        return Next.next(mapped, l.withPfn(-1).withResult(FaultResult.DONE));
    }

    /**
     * Only now: a folio that is freed must be out of every TLB and every pte, and whoever shares the page may find it his alone
     * once the mapcount is down. The reference of the pte becomes ours.
     */
    static Next<Locals> removeRmap(Machine m, ThreadId self, Locals l) {
        int old = l.pte.pfn();
        if (old == m.zeroPage()) {
            return Next.next(m, l);
        }
        Machine removed = Rmap.remove(m, l.process, l.va, old);
        return Next.next(removed.withPage(m.head(old), removed.folio(old).withLedger(self, 1)), l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), l);
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.next(MmuNotifier.end(m, l.listeners, l.process), l.withListeners(0));
    }

    /** The old page has lost a mapping and its reference; a new one that lost the race has never been seen. */
    static Next<Locals> putUnmapped(Machine m, ThreadId self, Locals l) {
        return l.pfn >= 0
                ? Next.go(Folio.put(m, self, l.pfn), PUT_FOLIO, l.withPfn(-1))
                : Next.next(Folio.put(m, self, l.pte.pfn()), l);
    }

    /** free_swap_cache(): only in the hope that the other user has gone meanwhile. */
    static Next<Locals> freeSwap(Machine m, ThreadId self, Locals l) {
        Page old = m.page(l.pte.pfn());
        boolean tries = old.inSwapCache() && !old.isMapped() && !old.isLocked();
        return Next.next(tries ? SwapCache.freeSwap(m, l.pte.pfn()) : m, l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.done(Folio.put(m, self, l.pte.pfn()), l.result);
    }
}
