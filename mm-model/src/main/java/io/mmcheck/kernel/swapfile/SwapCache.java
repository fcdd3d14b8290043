package io.mmcheck.kernel.swapfile;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.SwapSlot;

/**
 * The swap cache (mm/swap_state.c): at most one folio for each slot, with one reference on it. Changing it needs the folio
 * lock; looking a folio up does not, so whoever locks what he found must check that it is still there ({@link #holds}).
 */
public final class SwapCache {
    private SwapCache() {}

    /**
     * swap_cache_get_folio(): the folio of a slot, or a negative number. It comes without a reference, and {@link Folio#canGet} may be false
     * while somebody has frozen its references: the kernel looks again until it is gone or thawed.
     */
    public static int lookup(Machine m, int slot) {
        return m.swap().get(slot).cache();
    }

    /** Whether the folio is in the swap cache for this slot. */
    public static boolean holds(Machine m, int pfn, int slot) {
        return m.page(pfn).swapSlot() == slot && m.swap().get(slot).cache() == pfn;
    }

    /** add_to_swap_cache(): one reference more. The folio does not become dirty by it. */
    public static Machine add(Machine m, int pfn, int slot) {
        SwapSlot s = m.swap().get(slot);
        Page page = m.page(pfn);
        if (s.cache() != -1 || page.inSwapCache()) {
            throw new Bug(
                    "swap cache",
                    "page " + pfn + " enters as slot " + slot
                            + (page.inSwapCache() ? " and is in it as slot " + page.swapSlot() : ", which is taken"));
        }
        Machine counted = Folio.refAdd(m, pfn, 1).withSwap(slot, s.withCache(pfn));
        return counted.withPage(pfn, counted.page(pfn).withSwapSlot(slot));
    }

    /** delete_from_swap_cache(): the slot is free if no swap pte names it; the reference of the cache goes. */
    public static Machine delete(Machine m, int pfn) {
        return Folio.refSub(remove(m, pfn), pfn, 1);
    }

    /** __delete_from_swap_cache() and put_swap_folio() alone, for a folio whose references are frozen. */
    public static Machine remove(Machine m, int pfn) {
        Page page = m.page(pfn);
        if (!page.inSwapCache() || page.writeback()) {
            throw new Bug(
                    "swap cache",
                    "page " + pfn
                            + (page.inSwapCache() ? " leaves it under writeback" : " is not in it and leaves it"));
        }
        int slot = page.swapSlot();
        Machine out = SwapSlots.put(m, slot, m.swap().get(slot).withCache(-1));
        return out.withPage(pfn, page.withSwapSlot(-1));
    }

    /** Whether folio_free_swap() would succeed: not under writeback, and no swap pte names the slot. */
    public static boolean canFreeSwap(Machine m, int pfn) {
        Page page = m.page(pfn);
        return page.inSwapCache() && !page.writeback() && SwapSlots.count(m, page.swapSlot()) == 0;
    }

    /**
     * folio_free_swap(), for the holder of the folio lock: gives the slot back. The content is then nowhere but in the folio, so
     * it becomes dirty: dropping it without a write would lose it.
     *
     * @return the machine, unchanged if {@link #canFreeSwap} is false
     */
    public static Machine freeSwap(Machine m, int pfn) {
        if (!canFreeSwap(m, pfn)) {
            return m;
        }
        Machine out = delete(m, pfn);
        return out.page(pfn).refs() > 0 ? out.withPage(pfn, out.page(pfn).withDirty(true)) : out;
    }
}
