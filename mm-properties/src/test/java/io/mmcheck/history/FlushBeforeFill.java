package io.mmcheck.history;

import io.mmcheck.kernel.memory.DoAnonymousPage;
import io.mmcheck.kernel.memory.DoSwapPage;
import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import io.mmcheck.program.Patch;
import java.util.List;

/**
 * A repair of ours: who fills a pte flushes first, under the PTL, what reclaim has put off for the mm, as zap, mprotect and madvise
 * do. Without it a CPU can go on reading the page that reclaim has dropped, while another already writes to the one that a fault
 * has brought in its place.
 */
final class FlushBeforeFill implements Patch {
    enum At {
        FLUSH_PENDING
    }

    @Override
    public String id() {
        return "flush-before-fill";
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.insertBefore(
                        DoSwapPage.PROGRAM,
                        DoSwapPage.At.CHECK_PTE,
                        At.FLUSH_PENDING,
                        (m, self, l) -> Next.next(Unflushed.flushPending(m, l.process()), l)),
                Edit.insertBefore(
                        DoAnonymousPage.PROGRAM,
                        DoAnonymousPage.At.CHECK_PTE,
                        At.FLUSH_PENDING,
                        (m, self, l) -> Next.next(Unflushed.flushPending(m, l.process()), l)),
                Edit.insertBefore(
                        MigrateVmaInsertPage.PROGRAM,
                        MigrateVmaInsertPage.At.CHECK_PTE,
                        At.FLUSH_PENDING,
                        (m, self, l) -> Next.next(Unflushed.flushPending(m, l.process()), l)));
    }
}
