package io.mmcheck.kernel.shmem;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.kernel.swapfile.SwapSlots;
import io.mmcheck.machine.AddressSpace;
import io.mmcheck.machine.CacheEntry;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;

/** The page cache of a file in memory (mm/filemap.c, mm/shmem.c). Each act is atomic: the kernel holds the lock of its xarray. */
public final class PageCache {
    private PageCache() {}

    /** What a file has at an offset; nothing behind its end. */
    public static CacheEntry entry(Machine m, int file, int offset) {
        AddressSpace space = m.files().get(file);
        return offset < space.pages().size() ? space.pages().get(offset) : CacheEntry.NONE;
    }

    /** Whether a file has the page at the offset: to be asked again by whoever has waited for its lock. */
    public static boolean holds(Machine m, int file, int offset, int pfn) {
        return entry(m, file, offset).pfn() == pfn && m.page(pfn).isFile();
    }

    /** shmem_add_to_page_cache(): the cache takes a reference. */
    public static Machine add(Machine m, int file, int offset, int pfn) {
        Machine counted = Folio.refAdd(m, pfn, 1);
        return with(
                counted.withPage(pfn, counted.page(pfn).withFile(file, offset)), file, offset, CacheEntry.ofPage(pfn));
    }

    /** shmem_delete_from_page_cache(): the content goes to a swap slot, which the entry keeps in use. */
    public static Machine toSwap(Machine m, int pfn, int slot) {
        Page page = m.page(pfn);
        Machine named = SwapSlots.duplicate(SwapCache.add(m, pfn, slot), slot);
        Machine out = with(named, page.file(), page.index(), CacheEntry.ofSlot(slot));
        return Folio.refSub(out.withPage(pfn, out.page(pfn).withoutMapping()), pfn, 1);
    }

    /** __filemap_remove_folio() of a folio whose references are frozen: it was clean, so the file has zeroes there again. */
    public static Machine remove(Machine m, int pfn) {
        Page page = m.page(pfn);
        return with(m, page.file(), page.index(), CacheEntry.NONE).withPage(pfn, page.withoutMapping());
    }

    private static Machine with(Machine m, int file, int offset, CacheEntry entry) {
        return m.withFile(file, m.files().get(file).with(offset, entry));
    }
}
