package io.mmcheck.machine;

/**
 * One swap slot.
 *
 * @param content what was last written to it
 * @param count how many swap ptes name it
 * @param cache the page in the swap cache for it, or -1
 */
public record SwapSlot(int content, int count, int cache) {
    public static final SwapSlot FREE = new SwapSlot(0, 0, -1);

    public boolean isFree() {
        return count == 0 && cache < 0;
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
