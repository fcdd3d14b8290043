package io.mmcheck.machine;

/**
 * One swap slot.
 *
 * @param content what was last written to it
 * @param count how many swap ptes name it
 * @param cache the page in the swap cache for it, -1 if there is none, or {@link #READ_DIRECTLY}
 */
public record SwapSlot(int content, int count, int cache) {
    /**
     * A fault reads the slot straight into a page of its own, past the swap cache (SWAP_HAS_CACHE without a folio): the slot is
     * in use, and whoever else wants to read it waits.
     */
    public static final int READ_DIRECTLY = -2;

    public static final SwapSlot FREE = new SwapSlot(0, 0, -1);

    public boolean isFree() {
        return count == 0 && cache == -1;
    }

    public SwapSlot withContent(int value) {
        return new SwapSlot(value, count, cache);
    }

    public SwapSlot withCount(int value) {
        return new SwapSlot(content, value, cache);
    }

    public SwapSlot withCache(int pfn) {
        return new SwapSlot(content, count, pfn);
    }
}
