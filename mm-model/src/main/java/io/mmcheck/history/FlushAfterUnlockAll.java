package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.program.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** As before 5.19, without a flush for exclusive ptes: all of them are flushed after the page table lock is free again. */
public final class FlushAfterUnlockAll implements HistoricPatch {
    @Override
    public String id() {
        return "flush-after-unlock-all";
    }

    @Override
    public String title() {
        return "collect flushes no pte before it has released the page table lock";
    }

    @Override
    public String source() {
        return "mm/migrate_device.c: flush TLB while holding PTL";
    }

    @Override
    public String releases() {
        return "before 5.19";
    }

    @Override
    public String seed() {
        return "003";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("tlb-within-pte", "no-lost-write");
    }

    @Override
    public List<Edit> edits() {
        List<Edit> edits = new ArrayList<>(FlushAfterUnlock.flushAfterUnlock());
        edits.add(Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.FLUSH_EXCLUSIVE));
        return edits;
    }
}
