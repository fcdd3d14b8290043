package io.mmcheck.kernel.swapfile;

import static io.mmcheck.kernel.swapfile.ReadSwapCache.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.SwapSlot;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/swap_state.c, read_swap_cache_async(): the folio of a slot, from the swap cache or read from the slot. Returns its frame
 * with a reference, not locked, clean; or -1 if there is no memory or the slot is no longer in use.
 */
public final class ReadSwapCache {
    public enum At {
        LOOK_UP,
        TEST_SLOT,
        ALLOCATE,
        ADD_TO_CACHE,
        READ_SLOT,
        UNLOCK_FOLIO
    }

    /** The slot, and the folio in hand, or -1. */
    public record Locals(int slot, int pfn) {
        public static Locals of(int slot) {
            return new Locals(slot, -1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("read_swap_cache_async")
            .at(LOOK_UP, ReadSwapCache::lookUp)
            .at(TEST_SLOT, ReadSwapCache::testSlot)
            .at(ALLOCATE, ReadSwapCache::allocate)
            .at(ADD_TO_CACHE, ReadSwapCache::addToCache)
            .at(READ_SLOT, ReadSwapCache::readSlot)
            .at(UNLOCK_FOLIO, ReadSwapCache::unlock);

    private ReadSwapCache() {}

    static Next<Locals> lookUp(Machine m, ThreadId self, Locals l) {
        int pfn = SwapCache.lookup(m, l.slot);
        if (pfn == SwapSlot.READ_DIRECTLY) {
            return Next.blocked("the reader of swap slot " + l.slot);
        }
        if (pfn < 0) {
            return Next.next(m, l);
        }
        return Folio.canGet(m, pfn)
                ? Next.done(Folio.get(m, self, pfn), pfn)
                : Next.blocked("page " + pfn + ", whose references are frozen");
    }

    static Next<Locals> testSlot(Machine m, ThreadId self, Locals l) {
        return SwapSlots.count(m, l.slot) > 0 ? Next.next(m, l) : Next.done(m, -1);
    }

    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        int pfn = PageAlloc.lowestFree(m);
        Next<Locals> fails = Next.done(m, -1);
        return pfn < 0
                ? fails
                : Next.choose(
                        Next.alternative(
                                "allocated", Next.next(PageAlloc.allocate(m, self, pfn), new Locals(l.slot, pfn))),
                        Next.alternative("allocation fails", fails));
    }

    /** swapcache_prepare() decides who adds it: nobody else may have, and the slot must be in use. Charged, locked, on the LRU. */
    static Next<Locals> addToCache(Machine m, ThreadId self, Locals l) {
        if (SwapCache.lookup(m, l.slot) != -1) {
            return Next.go(Folio.put(m, self, l.pfn), LOOK_UP, Locals.of(l.slot));
        }
        if (SwapSlots.count(m, l.slot) == 0) {
            return Next.done(Folio.put(m, self, l.pfn), -1);
        }
        Machine locked = Folio.lock(PageAlloc.charge(m, l.pfn), self, l.pfn);
        Machine backed = locked.withPage(l.pfn, locked.page(l.pfn).withSwapBacked(true));
        return Next.choose(
                Next.alternative(
                        "charged", Next.next(LruBatch.add(SwapCache.add(backed, l.pfn, l.slot), self, l.pfn), l)),
                Next.alternative("charge fails", Next.done(Folio.put(m, self, l.pfn), -1)));
    }

    /** swap_read_folio(): uptodate, and clean, as the slot has the same content. */
    static Next<Locals> readSlot(Machine m, ThreadId self, Locals l) {
        int content = m.swap().get(l.slot).content();
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withData(content).withUptodate(true)), l);
    }

    static Next<Locals> unlock(Machine m, ThreadId self, Locals l) {
        return Next.done(Folio.unlock(m, self, l.pfn), l.pfn);
    }
}
