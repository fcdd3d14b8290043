package io.mmcheck.kernel.swapfile;

import static io.mmcheck.kernel.swapfile.FreeSwapAndCache.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/swapfile.c, free_swap_and_cache(): a swap pte goes away. If it was the last one, the folio in the swap cache goes too,
 * unless somebody maps it or has it locked: then the slot is given back later. Called under the page table lock.
 */
public final class FreeSwapAndCache {
    public enum At {
        FREE_SLOT,
        GET_FOLIO,
        TRYLOCK_FOLIO,
        FREE_SWAP,
        UNLOCK_FOLIO,
        PUT_FOLIO
    }

    /** The slot, and the folio that was found in the swap cache, or -1. */
    public record Locals(int slot, int pfn) {
        public static Locals of(int slot) {
            return new Locals(slot, -1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("free_swap_and_cache")
            .at(FREE_SLOT, FreeSwapAndCache::freeSlot)
            .at(GET_FOLIO, FreeSwapAndCache::getFolio)
            .at(TRYLOCK_FOLIO, FreeSwapAndCache::trylock)
            .at(FREE_SWAP, FreeSwapAndCache::freeSwap)
            .at(UNLOCK_FOLIO, FreeSwapAndCache::unlock)
            .at(PUT_FOLIO, FreeSwapAndCache::put);

    private FreeSwapAndCache() {}

    static Next<Locals> freeSlot(Machine m, ThreadId self, Locals l) {
        Machine freed = SwapSlots.free(m, l.slot);
        boolean last = SwapSlots.count(freed, l.slot) == 0 && SwapCache.lookup(freed, l.slot) >= 0;
        return last ? Next.next(freed, l) : Next.done(freed);
    }

    /** A folio whose references are frozen is on its way out already. */
    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        int pfn = SwapCache.lookup(m, l.slot);
        return pfn < 0 || !Folio.canGet(m, pfn)
                ? Next.done(m)
                : Next.next(Folio.get(m, self, pfn), new Locals(l.slot, pfn));
    }

    /** Only a trylock: the page table lock is held. */
    static Next<Locals> trylock(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.pfn) ? Next.next(Folio.lock(m, self, l.pfn), l) : Next.go(m, PUT_FOLIO, l);
    }

    static Next<Locals> freeSwap(Machine m, ThreadId self, Locals l) {
        boolean still = SwapCache.holds(m, l.pfn, l.slot);
        boolean unneeded = !m.page(l.pfn).isMapped() || SwapSlots.full(m);
        return Next.next(still && unneeded ? SwapCache.freeSwap(m, l.pfn) : m, l);
    }

    static Next<Locals> unlock(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn), l);
    }

    static Next<Locals> put(Machine m, ThreadId self, Locals l) {
        return Next.done(Folio.put(m, self, l.pfn));
    }
}
