package io.mmcheck.history;

import io.mmcheck.kernel.memory.DoAnonymousPage;
import io.mmcheck.kernel.memory.DoSwapPage;
import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/**
 * A finding against mm/vmscan.c, shrink_folio_list(): reclaim clears a clean pte and puts the flush off, takes the page out of the
 * swap cache and flushes before it frees the frame. In between a fault finds the page gone and maps another one. Whoever writes
 * writes there; a CPU with the old TLB entry goes on reading the old page until reclaim flushes. Read and searched, not seen on a
 * real kernel. In {@code today} a fault flushes first, under the page table lock, as zap, mprotect and madvise do.
 */
public final class FlushPutOffPastRefill implements HistoricPatch {
    @Override
    public String id() {
        return "flush-put-off-past-refill";
    }

    @Override
    public String description() {
        return "a fault does not wait for the flush that reclaim has put off: old and new page are both in use";
    }

    @Override
    public String title() {
        return "faults do not flush what reclaim has put off";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "up to 6.12";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-lost-write");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.drop(DoSwapPage.PROGRAM, DoSwapPage.At.FLUSH_PENDING),
                Edit.drop(DoAnonymousPage.PROGRAM, DoAnonymousPage.At.FLUSH_PENDING),
                Edit.drop(MigrateVmaInsertPage.PROGRAM, MigrateVmaInsertPage.At.FLUSH_PENDING));
    }
}
