package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.kernel.rmap.TryToMigrateOne;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** A mutation: neither collect nor try_to_migrate() flushes, and the driver copies while CPUs still write. */
public final class NoFlushBeforeCopy implements HistoricPatch {
    @Override
    public String id() {
        return "no-flush-before-copy";
    }

    @Override
    public String title() {
        return "no TLB flush before the driver copies";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "in no release";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("flushed-before-copy", "no-lost-write", "tlb-within-pte");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.FLUSH_EXCLUSIVE),
                Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.FLUSH_TLB),
                Edit.drop(TryToMigrateOne.PROGRAM, TryToMigrateOne.At.FLUSH_PAGE));
    }
}
