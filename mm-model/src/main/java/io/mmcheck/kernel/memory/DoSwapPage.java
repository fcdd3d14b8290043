package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.DoSwapPage.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swapfile.ReadSwapCache;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.kernel.swapfile.SwapSlots;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.Objects;

/**
 * mm/memory.c, do_swap_page(): a pte that is neither none nor present. A page in swap is looked up in the swap cache or read
 * from its slot, and mapped; migration entries and device-private pages have programs of their own.
 *
 * <p>Swap on memory (zram, {@code swapCacheKept} false) with one user of the slot is read past the swap cache into a page that
 * nobody else knows; everything else goes through the swap cache and stays there after a read.
 */
public final class DoSwapPage {
    public enum At {
        LOOKUP_SWAP_CACHE,
        READ_DONE,
        ALLOCATE,
        CHARGE,
        PREPARE_SLOT,
        WAIT_FOR_READER,
        ADD_LRU,
        READ_SLOT,
        UNLOCK_READ,
        LOCK_FOLIO,
        CHECK_SWAP_CACHE,
        DRAIN_LRU,
        LOCK_PTL,
        /** Not in 6.12: our repair of a finding, see the patch flush-put-off-past-refill. */
        FLUSH_PENDING,
        CHECK_PTE,
        SWAP_FREE,
        FREE_SWAP,
        MAP_FOLIO,
        SET_PTE,
        UNLOCK_FOLIO,
        UNLOCK_PTL,
        COPIED,
        CLEAR_SLOT,
        ABORT_UNLOCK_PTL,
        ABORT_UNLOCK_FOLIO,
        ABORT_PUT_FOLIO,
        RETURN
    }

    /**
     * The address and the pte that the fault decides by.
     *
     * @param pfn the page, -1 while there is none; we hold a reference until it is mapped
     * @param direct the page was read past the swap cache
     * @param exclusive whether the page will be this pte's alone
     * @param result what will be returned
     */
    public record Locals(
            int process,
            int va,
            boolean write,
            Pte seen,
            int pfn,
            boolean direct,
            boolean exclusive,
            FaultResult result) {
        static Locals of(HandleMmFault.Locals fault, Pte seen) {
            return new Locals(fault.process(), fault.va(), fault.write(), seen, -1, false, false, FaultResult.DONE);
        }

        int slot() {
            return ((Pte.Swap) seen).slot();
        }

        Locals withPfn(int page) {
            return new Locals(process, va, write, seen, page, direct, exclusive, result);
        }

        Locals withDirect(boolean value) {
            return new Locals(process, va, write, seen, pfn, value, exclusive, result);
        }

        Locals withExclusive(boolean value) {
            return new Locals(process, va, write, seen, pfn, direct, value, result);
        }

        Locals withResult(FaultResult to) {
            return new Locals(process, va, write, seen, pfn, direct, exclusive, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_swap_page")
            .at(LOOKUP_SWAP_CACHE, DoSwapPage::lookupSwapCache)
            .atReturn(READ_DONE, DoSwapPage::readDone)
            .at(ALLOCATE, DoSwapPage::allocate)
            .at(CHARGE, DoSwapPage::charge)
            .at(PREPARE_SLOT, DoSwapPage::prepareSlot)
            .at(WAIT_FOR_READER, DoSwapPage::waitForReader)
            .at(ADD_LRU, DoSwapPage::addLru)
            .at(READ_SLOT, DoSwapPage::readSlot)
            .at(UNLOCK_READ, DoSwapPage::unlockRead)
            .at(LOCK_FOLIO, DoSwapPage::lockFolio)
            .at(CHECK_SWAP_CACHE, DoSwapPage::checkSwapCache)
            .at(DRAIN_LRU, DoSwapPage::drainLru)
            .at(LOCK_PTL, DoSwapPage::lockPtl)
            .at(FLUSH_PENDING, DoSwapPage::flushPending)
            .at(CHECK_PTE, DoSwapPage::checkPte)
            .at(SWAP_FREE, DoSwapPage::swapFree)
            .at(FREE_SWAP, DoSwapPage::freeSwap)
            .at(MAP_FOLIO, DoSwapPage::mapFolio)
            .at(SET_PTE, DoSwapPage::setPte)
            .at(UNLOCK_FOLIO, DoSwapPage::unlockFolio)
            .at(UNLOCK_PTL, DoSwapPage::unlockPtl)
            .atReturn(COPIED, DoSwapPage::copied)
            .at(CLEAR_SLOT, DoSwapPage::clearSlot)
            .at(ABORT_UNLOCK_PTL, DoSwapPage::abortUnlockPtl)
            .at(ABORT_UNLOCK_FOLIO, DoSwapPage::abortUnlockFolio)
            .at(ABORT_PUT_FOLIO, DoSwapPage::abortPutFolio)
            .atReturn(RETURN, DoSwapPage::returned);

    private DoSwapPage() {}

    /** swap_cache_get_folio() takes a reference with the look; it looks again while somebody has frozen the count. */
    static Next<Locals> lookupSwapCache(Machine m, ThreadId self, Locals l) {
        if (l.seen instanceof Pte.Migration) {
            return Next.call(
                    m, MigrationEntryWait.PROGRAM, new MigrationEntryWait.Locals(l.process, l.va, -1), RETURN, l);
        }
        if (l.seen instanceof Pte.DevicePrivate device) {
            return Next.call(
                    m, DevicePrivateFault.PROGRAM, DevicePrivateFault.Locals.of(l.process, l.va, device), RETURN, l);
        }
        if (l.seen instanceof Pte.DeviceExclusive entry) {
            return Next.call(
                    m,
                    RemoveDeviceExclusiveEntry.PROGRAM,
                    RemoveDeviceExclusiveEntry.Locals.of(l.process, l.va, entry),
                    RETURN,
                    l);
        }
        if (!(l.seen instanceof Pte.Swap)) {
            throw Bug.notModelled("a fault on " + l.seen);
        }
        int pfn = m.swap().get(l.slot()).cache();
        if (pfn < 0) {
            return !m.config().swapCacheKept() && SwapSlots.count(m, l.slot()) == 1
                    ? Next.go(m, ALLOCATE, l.withDirect(true))
                    : Next.call(m, ReadSwapCache.PROGRAM, ReadSwapCache.Locals.of(l.slot()), READ_DONE, l);
        }
        return Folio.canGet(m, pfn)
                ? Next.go(Folio.get(m, self, pfn), LOCK_FOLIO, l.withPfn(pfn))
                : Next.blocked("the frozen references of page " + pfn);
    }

    static Next<Locals> readDone(Machine m, ThreadId self, Locals l, Integer pfn) {
        return pfn < 0 ? Next.done(m, failed(m, l)) : Next.go(m, LOCK_FOLIO, l.withPfn(pfn));
    }

    /** Without a page it is out of memory only if somebody else has not brought the page back meanwhile. */
    private static FaultResult failed(Machine m, Locals l) {
        return m.leaf(l.process, l.va).equals(l.seen) ? FaultResult.OOM : FaultResult.RETRY;
    }

    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        return Allocation.choose(
                m,
                self,
                (to, pfn) -> {
                    Machine locked = Folio.lock(to, self, pfn);
                    return Next.next(locked.withPage(pfn, locked.page(pfn).withSwapBacked(true)), l.withPfn(pfn));
                },
                Next.done(m, failed(m, l)));
    }

    static Next<Locals> charge(Machine m, ThreadId self, Locals l) {
        return Allocation.orFailure(
                Next.next(PageAlloc.charge(m, l.pfn), l),
                Next.done(Folio.put(Folio.unlock(m, self, l.pfn), self, l.pfn), FaultResult.OOM));
    }

    /**
     * swapcache_prepare(): from here on nobody else reads the slot. Without that, two faults that read it past the swap cache
     * could not tell an old page from a new one by comparing the pte.
     */
    static Next<Locals> prepareSlot(Machine m, ThreadId self, Locals l) {
        SwapSlot slot = m.swap().get(l.slot());
        if (slot.count() > 0 && slot.cache() == -1) {
            return Next.go(m.withSwap(l.slot(), slot.withCache(SwapSlot.READ_DIRECTLY)), ADD_LRU, l);
        }
        return Next.next(Folio.put(Folio.unlock(m, self, l.pfn), self, l.pfn), l.withPfn(-1));
    }

    /** The kernel sleeps for a tick, then the access faults again. */
    static Next<Locals> waitForReader(Machine m, ThreadId self, Locals l) {
        return m.swap().get(l.slot()).cache() == SwapSlot.READ_DIRECTLY
                ? Next.blocked("the reader of swap slot " + l.slot())
                : Next.done(m, FaultResult.RETRY);
    }

    static Next<Locals> addLru(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.add(m, self, l.pfn), l);
    }

    static Next<Locals> readSlot(Machine m, ThreadId self, Locals l) {
        int content = m.swap().get(l.slot()).content();
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withData(content).withUptodate(true)), l);
    }

    /** The end of the read unlocks the folio: somebody else may lock it before us. */
    static Next<Locals> unlockRead(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn), l);
    }

    static Next<Locals> lockFolio(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.pfn)
                ? Next.<Locals>next(Folio.lock(m, self, l.pfn), l).saying(new Acquired(LockClass.FOLIO, l.pfn))
                : Next.blocked(Folio.waitFor(m, l.pfn));
    }

    /** While we waited for the lock the folio may have left the swap cache, and the slot be used for another page. */
    static Next<Locals> checkSwapCache(Machine m, ThreadId self, Locals l) {
        if (l.direct) {
            return Next.go(m, LOCK_PTL, l);
        }
        if (!SwapCache.holds(m, l.pfn, l.slot())) {
            return Next.go(m, ABORT_UNLOCK_FOLIO, l.withResult(FaultResult.RETRY));
        }
        return l.write && m.page(l.pfn).lru() != Lru.ON ? Next.next(m, l) : Next.go(m, LOCK_PTL, l);
    }

    /** A write wants to see that it is the only user: the reference of the batch would hide that. */
    static Next<Locals> drainLru(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.drain(m, self.index()), l);
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l),
                to -> Next.go(to, ABORT_UNLOCK_FOLIO, l.withResult(FaultResult.RETRY)));
    }

    /** What reclaim has put off is flushed before another page comes to where a CPU may still see the old one. */
    static Next<Locals> flushPending(Machine m, ThreadId self, Locals l) {
        return Next.next(Unflushed.flushPending(m, l.process), l);
    }

    static Next<Locals> checkPte(Machine m, ThreadId self, Locals l) {
        if (!m.pte(l.process, l.va).equals(l.seen)) {
            return Next.go(m, ABORT_UNLOCK_PTL, l.withResult(FaultResult.RETRY));
        }
        return m.page(l.pfn).uptodate()
                ? Next.next(m, l)
                : Next.go(m, ABORT_UNLOCK_PTL, l.withResult(FaultResult.SIGBUS));
    }

    /** A page that the swap cache never had is certainly nobody else's; for others the entry remembers it. */
    static Next<Locals> swapFree(Machine m, ThreadId self, Locals l) {
        // on zram the page must not change while it is written: it is taken for shared until it is written
        boolean stable = !m.config().swapCacheKept() && m.page(l.pfn).writeback();
        boolean exclusive = l.direct || ((Pte.Swap) l.seen).exclusive() && !stable;
        return Next.next(SwapSlots.free(m, l.slot()), l.withExclusive(exclusive));
    }

    /**
     * should_try_to_free_swap(): the slot is given back when swap is short, when the page must not be swapped, or when a write
     * makes it worthless and nobody but us and the cache uses the folio. After a read the clean copy in swap is kept.
     */
    static Next<Locals> freeSwap(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        Vma vma = Objects.requireNonNull(m.mm(l.process).vma(l.va));
        boolean worth =
                !l.direct && (SwapSlots.full(m) || vma.locked() || page.mlocked() || l.write && page.refs() == 2);
        Machine freed = worth ? SwapCache.freeSwap(m, l.pfn) : m;
        return Next.next(freed, l.withExclusive(l.exclusive || freed.page(l.pfn).refs() == 1));
    }

    static Next<Locals> mapFolio(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.process);
        Machine counted = m.withMm(l.process, mm.withRss(mm.rss() + 1));
        return Next.next(Rmap.addAnon(counted, l.process, l.va, l.pfn, l.exclusive), l);
    }

    /**
     * Writable if it is ours alone, dirty only if this fault writes: after a read fault the first store sets D in the pte, and
     * nothing else says that the copy in swap is stale.
     */
    static Next<Locals> setPte(Machine m, ThreadId self, Locals l) {
        return setPte(
                m, self, l, mayWrite(Objects.requireNonNull(m.mm(l.process).vma(l.va)), (Pte.Swap) l.seen));
    }

    /** The same with another idea of when an exclusive page is mapped writable. */
    public static Next<Locals> setPte(Machine m, ThreadId self, Locals l, boolean mayWrite) {
        Pte.Swap from = (Pte.Swap) l.seen;
        boolean writable = l.exclusive && mayWrite;
        boolean dirty = writable && l.write;
        Pte pte = new Pte.Present(l.pfn, writable, dirty, true, from.softDirty() || dirty, from.uffdWp(), false);
        return Next.next(
                m.withPte(l.process, l.va, pte).withPage(l.pfn, m.page(l.pfn).withLedger(self, -1)), l);
    }

    /** A pte that must take a fault on the next store, to become soft-dirty or to ask userfaultfd, stays read-only. */
    private static boolean mayWrite(Vma vma, Pte.Swap from) {
        return vma.writable() && !from.uffdWp() && (vma.softDirty() || from.softDirty());
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn), l);
    }

    /** A write that got a read-only pte goes on as a write-protect fault, under the same PTL. */
    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        Pte.Present pte = (Pte.Present) m.pte(l.process, l.va);
        Locals mapped = l.withPfn(-1).withExclusive(false);
        if (l.write && !pte.writable()) {
            return Next.call(m, DoWpPage.PROGRAM, DoWpPage.Locals.of(l.process, l.va, false, pte), COPIED, mapped);
        }
        Machine unlocked = Ptl.unlock(m, self, m.tableOf(l.process, l.va));
        return l.direct ? Next.go(unlocked, CLEAR_SLOT, mapped) : Next.done(unlocked, l.result);
    }

    static Next<Locals> copied(Machine m, ThreadId self, Locals l, FaultResult result) {
        return l.direct ? Next.next(m, l.withResult(result)) : Next.done(m, result);
    }

    /** swapcache_clear(): others may read the slot again, if it is still in use. */
    static Next<Locals> clearSlot(Machine m, ThreadId self, Locals l) {
        return Next.done(SwapSlots.readDone(m, l.slot()), l.result);
    }

    static Next<Locals> abortUnlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), l);
    }

    static Next<Locals> abortUnlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn), l);
    }

    static Next<Locals> abortPutFolio(Machine m, ThreadId self, Locals l) {
        Machine put = Folio.put(m, self, l.pfn);
        return l.direct ? Next.go(put, CLEAR_SLOT, l.withPfn(-1)) : Next.done(put, l.result);
    }

    static Next<Locals> returned(Machine m, ThreadId self, Locals l, FaultResult result) {
        return Next.done(m, result);
    }
}
