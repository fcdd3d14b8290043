package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.event.HoleFilled;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * Whoever finds a page in a pte takes its content as it is: it must be uptodate, and visibly so before the pte is
 * (__folio_mark_uptodate() and its barrier in front of set_pte_at()). A new page is swap-backed: only MADV_FREE says that its
 * content may go. mm/memory.c, do_anonymous_page() and do_swap_page(); mm/migrate_device.c, migrate_vma_insert_page().
 */
public final class MappedReady extends FolioProperty {
    @Override
    public String id() {
        return "mapped-ready";
    }

    @Override
    public String statement() {
        return "a mapped page is uptodate, and one that fills a hole is swap-backed";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.MMS | Machine.TABLES | WORDS;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved != null) {
            for (Event event : moved.events()) {
                if (event instanceof HoleFilled filled
                        && !after.machine().page(filled.pfn()).swapBacked()) {
                    return new Violation("page " + filled.pfn() + " fills the hole at p" + filled.process() + " "
                            + filled.va() + " and is not swap-backed: reclaim may throw it away");
                }
            }
        }
        return super.judge(state, before, after);
    }

    @Override
    @Nullable
    String wrong(Machine m, Books books, int pfn) {
        Page page = m.page(pfn);
        return page.kind() != PageKind.ZERO
                        && books.mapping(pfn) + books.entire(pfn) > 0
                        && !m.folio(pfn).uptodate()
                ? "page " + pfn + " is mapped at " + books.place(pfn) + " and not uptodate"
                : null;
    }
}
