package io.mmcheck.machine;

/**
 * One offset in the page cache of a file.
 *
 * @param pfn the page, or -1
 * @param slot the swap slot that has the content, or -1
 */
public record CacheEntry(int pfn, int slot) {
    /** Nothing: the file has zeroes here. */
    public static final CacheEntry NONE = new CacheEntry(-1, -1);

    public static CacheEntry ofPage(int pfn) {
        return new CacheEntry(pfn, -1);
    }

    public static CacheEntry ofSlot(int slot) {
        return new CacheEntry(-1, slot);
    }

    public boolean isPage() {
        return pfn >= 0;
    }

    public boolean isSwap() {
        return slot >= 0;
    }
}
