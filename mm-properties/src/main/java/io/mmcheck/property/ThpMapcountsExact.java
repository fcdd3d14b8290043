package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import org.jspecify.annotations.Nullable;

/**
 * The entire mapcount of a huge folio is the number of pmds that map it, it is kept in the head, and the frames behind the head
 * are its tails. mm/huge_memory.c, can_split_folio(), and mm/migrate.c compare the sum with the references.
 */
public final class ThpMapcountsExact extends FolioProperty {
    @Override
    public String id() {
        return "thp-mapcounts-exact";
    }

    @Override
    public String statement() {
        return "the entire mapcount of a huge page is the number of pmds that map it, and its tails are where they belong";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.MMS | Machine.TABLES;
    }

    @Override
    @Nullable
    String wrong(Machine m, Books books, int pfn) {
        Page page = m.page(pfn);
        if (page.entireMapcount() != books.entire(pfn)) {
            return "page " + pfn + " has entire mapcount " + page.entireMapcount() + ", but " + books.entire(pfn)
                    + " pmds map it" + (books.place(pfn) == null ? "" : " (the first is " + books.place(pfn) + ")");
        }
        if (!page.isHuge()) {
            return books.entire(pfn) == 0 ? null : "page " + pfn + " is small, and a pmd maps it";
        }
        for (int i = 0; page.nth() == 0 && i < m.config().ptesPerTable(); i++) {
            if (m.page(pfn + i).nth() != i) {
                return "page " + (pfn + i) + " is no tail of the huge page " + pfn;
            }
        }
        return page.isTail() && !m.page(m.head(pfn)).isHuge()
                ? "page " + pfn + " is the tail of page " + m.head(pfn) + ", which is not huge"
                : null;
    }
}
