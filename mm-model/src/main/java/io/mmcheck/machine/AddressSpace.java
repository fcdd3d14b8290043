package io.mmcheck.machine;

/**
 * struct address_space: the page cache of a file in memory (shmem, tmpfs, memfd). It holds one reference on each of its pages. The
 * file stays open, so its pages outlive their mappings.
 *
 * @param iMmap i_mmap_rwsem: who walks from its pages to their ptes, and who changes the VMAs that map it
 * @param pages its entries by offset
 */
public record AddressSpace(RwLock iMmap, Table<CacheEntry> pages) {
    /** A file of zeroes. */
    public static AddressSpace empty(int size) {
        return new AddressSpace(RwLock.FREE, Table.fill(size, CacheEntry.NONE));
    }

    public AddressSpace withLock(RwLock value) {
        return new AddressSpace(value, pages);
    }

    public AddressSpace with(int offset, CacheEntry entry) {
        return new AddressSpace(iMmap, pages.with(offset, entry));
    }
}
