package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reference count of a folio is the number of its sources: one for each present, device-private and device-exclusive pte, one for the swap
 * cache, one for each LRU batch, one for isolation, one (a pin: 1024) for each GUP reference, and those that running operations
 * hold. When an operation has ended it holds none. mm/migrate_device.c, migrate_vma_check_page(), and mm/migrate.c,
 * folio_migrate_mapping(), compare the count with what they expect; one reference too many and the folio can never move, be paged
 * out or be freed again.
 */
public final class ReferencesBalance extends FolioProperty {
    @Override
    public String id() {
        return "references-balance";
    }

    @Override
    public String statement() {
        return "the reference count of a page is the sum of its sources at every step, and an operation leaves none behind";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.MMS | Machine.TABLES | Machine.HOLDS | ENDS;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved != null && moved.finished() != null) {
            String left =
                    leftBy(after.machine(), moved.thread(), moved.finished().text());
            if (left != null) {
                return new Violation(left);
            }
        }
        return super.judge(state, before, after);
    }

    private static @Nullable String leftBy(Machine m, int thread, String operation) {
        ThreadId self = ThreadId.of(thread);
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            int left = m.page(pfn).heldBy(self);
            if (left != 0) {
                return operation + " has ended and still holds " + left + " of the "
                        + m.page(pfn).refs() + " references of page " + pfn;
            }
        }
        return null;
    }

    @Override
    public @Nullable String atEnd(Object state, World<Machine> world) {
        Machine m = world.machine();
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            if (m.page(pfn).lru() == Lru.ISOLATED) {
                return "all is over and page " + pfn + " is still isolated from the LRU, with "
                        + m.page(pfn).refs() + " references";
            }
        }
        return null;
    }

    @Override
    @Nullable
    String wrong(Machine m, Books books, int pfn) {
        Page page = m.page(pfn);
        if (page.kind() == PageKind.ZERO || page.isFrozen() || page.isTail()) {
            return null;
        }
        int sources = books.mappingFolio(pfn) + books.exclusive(pfn) + page.heldByAll();
        sources += page.inSwapCache() ? 1 : 0;
        sources += page.isFile() ? 1 : 0;
        sources += page.addBatch() >= 0 ? 1 : 0;
        sources += page.lazyfreeBatch() >= 0 ? 1 : 0;
        sources += page.lru() == Lru.ISOLATED ? 1 : 0;
        for (Hold hold : m.holds()) {
            sources += hold.isNone() || m.head(hold.pfn()) != pfn ? 0 : hold.pin() ? Page.PIN : 1;
        }
        return sources == page.refs()
                ? null
                : "page " + pfn + " has " + page.refs() + " references, but its sources are " + sources + ": "
                        + list(m, books, pfn);
    }

    private static String list(Machine m, Books books, int pfn) {
        Page page = m.page(pfn);
        List<String> sources = new ArrayList<>();
        if (books.entire(pfn) > 0) {
            sources.add(books.entire(pfn) + " by pmds (" + books.place(pfn) + ")");
        }
        if (books.mapping(pfn) > 0) {
            sources.add(books.mapping(pfn) + " by ptes (" + books.place(pfn) + ")");
        }
        if (books.exclusive(pfn) > 0) {
            sources.add(books.exclusive(pfn) + " by device-exclusive entries (" + books.place(pfn) + ")");
        }
        if (page.inSwapCache()) {
            sources.add("1 by the swap cache (slot " + page.swapSlot() + ")");
        }
        if (page.isFile()) {
            sources.add("1 by the page cache (file " + page.file() + ", offset " + page.index() + ")");
        }
        if (page.addBatch() >= 0) {
            sources.add("1 by the lru_add batch of CPU " + page.addBatch());
        }
        if (page.lazyfreeBatch() >= 0) {
            sources.add("1 by the lru_lazyfree batch of CPU " + page.lazyfreeBatch());
        }
        if (page.lru() == Lru.ISOLATED) {
            sources.add("1 by isolation");
        }
        for (Hold hold : m.holds()) {
            if (!hold.isNone() && m.head(hold.pfn()) == pfn) {
                sources.add((hold.pin() ? Page.PIN + " by a pin" : "1 by a GUP reference") + " (p" + hold.process()
                        + " " + hold.va() + ")");
            }
        }
        for (int t = 0; t < m.cpus().size(); t++) {
            if (page.heldBy(ThreadId.of(t)) > 0) {
                sources.add(page.heldBy(ThreadId.of(t)) + " by the operation of T" + t);
            }
        }
        return sources.isEmpty() ? "none" : String.join(", ", sources);
    }
}
