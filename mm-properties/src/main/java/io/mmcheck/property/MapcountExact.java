package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import org.jspecify.annotations.Nullable;

/**
 * The mapcount of a folio is the number of present and device-private ptes that name it. folio_mapped() decides from it whether
 * a folio still has to be unmapped before it is copied (mm/migrate_device.c, migrate_device_unmap()).
 */
public final class MapcountExact extends FolioProperty {
    @Override
    public String id() {
        return "mapcount-exact";
    }

    @Override
    public String statement() {
        return "the mapcount of a page is the number of present and device-private ptes that map it";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.MMS | Machine.TABLES;
    }

    @Override
    @Nullable
    String wrong(Machine m, Books books, int pfn) {
        Page page = m.page(pfn);
        return page.kind() == PageKind.ZERO || page.mapcount() == books.mapping(pfn)
                ? null
                : "page " + pfn + " has mapcount " + page.mapcount() + ", but " + books.mapping(pfn) + " ptes map it"
                        + (books.place(pfn) == null ? "" : " (the first is " + books.place(pfn) + ")");
    }
}
