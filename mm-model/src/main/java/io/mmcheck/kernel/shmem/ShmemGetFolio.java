package io.mmcheck.kernel.shmem;

import static io.mmcheck.kernel.shmem.ShmemGetFolio.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Allocation;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swapfile.ReadSwapCache;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.kernel.swapfile.SwapSlots;
import io.mmcheck.machine.CacheEntry;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/shmem.c, shmem_get_folio_gfp() with shmem_swapin_folio(): the page of a file at an offset, from the page cache, from swap, or
 * new. Returns its frame, locked and referenced by the running operation, or -1 if there is no memory.
 */
public final class ShmemGetFolio {
    public enum At {
        LOOK_UP,
        LOCK_FOLIO,
        CHECK_MAPPING,
        SWAPPED_IN,
        LOCK_SWAPPED,
        CHECK_SWAP,
        ADD_SWAPPED,
        DELETE_FROM_SWAP_CACHE,
        MARK_DIRTY,
        ALLOCATE,
        CHARGE,
        ADD_NEW,
        ADD_LRU,
        MARK_UPTODATE
    }

    /**
     * The file and the offset.
     *
     * @param pfn the page in hand, or -1
     * @param slot the swap slot that it comes from, or -1
     */
    public record Locals(int file, int offset, int pfn, int slot) {
        public static Locals of(int file, int offset) {
            return new Locals(file, offset, -1, -1);
        }

        Locals with(int page, int swap) {
            return new Locals(file, offset, page, swap);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("shmem_get_folio_gfp")
            .at(LOOK_UP, ShmemGetFolio::lookUp)
            .at(LOCK_FOLIO, ShmemGetFolio::lockFolio)
            .at(CHECK_MAPPING, ShmemGetFolio::checkMapping)
            .atReturn(SWAPPED_IN, ShmemGetFolio::swappedIn)
            .at(LOCK_SWAPPED, ShmemGetFolio::lockFolio)
            .at(CHECK_SWAP, ShmemGetFolio::checkSwap)
            .at(ADD_SWAPPED, ShmemGetFolio::addSwapped)
            .at(DELETE_FROM_SWAP_CACHE, ShmemGetFolio::deleteFromSwapCache)
            .at(MARK_DIRTY, ShmemGetFolio::markDirty)
            .at(ALLOCATE, ShmemGetFolio::allocate)
            .at(CHARGE, ShmemGetFolio::charge)
            .at(ADD_NEW, ShmemGetFolio::addNew)
            .at(ADD_LRU, ShmemGetFolio::addLru)
            .at(MARK_UPTODATE, ShmemGetFolio::markUptodate);

    private ShmemGetFolio() {}

    static Next<Locals> lookUp(Machine m, ThreadId self, Locals l) {
        CacheEntry entry = PageCache.entry(m, l.file, l.offset);
        if (entry.isSwap()) {
            return Next.call(
                    m,
                    ReadSwapCache.PROGRAM,
                    ReadSwapCache.Locals.of(entry.slot()),
                    SWAPPED_IN,
                    l.with(-1, entry.slot()));
        }
        if (!entry.isPage()) {
            return Next.go(m, ALLOCATE, l);
        }
        return Folio.canGet(m, entry.pfn())
                ? Next.next(Folio.get(m, self, entry.pfn()), l.with(entry.pfn(), -1))
                : Next.blocked("page " + entry.pfn() + ", whose references are frozen");
    }

    static Next<Locals> lockFolio(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.pfn)
                ? Next.<Locals>next(Folio.lock(m, self, l.pfn), l).saying(new Acquired(LockClass.FOLIO, l.pfn))
                : Next.blocked(Folio.waitFor(m, l.pfn));
    }

    /** Truncated, migrated or swapped out while we waited: once more. */
    static Next<Locals> checkMapping(Machine m, ThreadId self, Locals l) {
        return PageCache.holds(m, l.file, l.offset, l.pfn) ? Next.done(m, l.pfn) : again(m, self, l);
    }

    private static Next<Locals> again(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(Folio.unlock(m, self, l.pfn), self, l.pfn), LOOK_UP, l.with(-1, -1));
    }

    static Next<Locals> swappedIn(Machine m, ThreadId self, Locals l, Integer pfn) {
        if (pfn < 0) {
            boolean still = PageCache.entry(m, l.file, l.offset).slot() == l.slot;
            return still ? Next.done(m, -1) : Next.go(m, LOOK_UP, l.with(-1, -1));
        }
        return Next.next(m, l.with(pfn, l.slot));
    }

    /** Somebody else may have been faster; and what is being written to swap does not leave the swap cache. */
    static Next<Locals> checkSwap(Machine m, ThreadId self, Locals l) {
        boolean still = SwapCache.holds(m, l.pfn, l.slot)
                && PageCache.entry(m, l.file, l.offset).slot() == l.slot;
        if (!still) {
            return again(m, self, l);
        }
        return m.page(l.pfn).writeback() ? Next.blocked("the write of page " + l.pfn) : Next.next(m, l);
    }

    static Next<Locals> addSwapped(Machine m, ThreadId self, Locals l) {
        return Next.next(PageCache.add(m, l.file, l.offset, l.pfn), l);
    }

    static Next<Locals> deleteFromSwapCache(Machine m, ThreadId self, Locals l) {
        return Next.next(SwapSlots.free(SwapCache.delete(m, l.pfn), l.slot), l);
    }

    /** The slot is given back, so the content is nowhere else. */
    static Next<Locals> markDirty(Machine m, ThreadId self, Locals l) {
        return Next.done(m.withPage(l.pfn, m.page(l.pfn).withDirty(true)), l.pfn);
    }

    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        return Allocation.choose(
                m,
                self,
                (to, pfn) -> {
                    Machine locked = Folio.lock(to, self, pfn);
                    return Next.next(locked.withPage(pfn, locked.page(pfn).withSwapBacked(true)), l.with(pfn, -1));
                },
                Next.done(m, -1));
    }

    static Next<Locals> charge(Machine m, ThreadId self, Locals l) {
        return Next.next(PageAlloc.charge(m, l.pfn), l);
    }

    static Next<Locals> addNew(Machine m, ThreadId self, Locals l) {
        return PageCache.entry(m, l.file, l.offset).equals(CacheEntry.NONE)
                ? Next.next(PageCache.add(m, l.file, l.offset, l.pfn), l)
                : again(m, self, l);
    }

    static Next<Locals> addLru(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.add(m, self, l.pfn), l);
    }

    static Next<Locals> markUptodate(Machine m, ThreadId self, Locals l) {
        return Next.done(m.withPage(l.pfn, m.page(l.pfn).withUptodate(true)), l.pfn);
    }
}
