package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** The first patch of the series alone: the flush is right, the D bit still lost, and what is restored still old. */
public final class FlushFixedDirtyNotCopied implements HistoricPatch {
    @Override
    public String id() {
        return "flush-fixed-dirty-not-copied";
    }

    @Override
    public String title() {
        return "the flush is before the unlock, the D bit is not copied";
    }

    @Override
    public String source() {
        return "mm/migrate_device.c: flush TLB while holding PTL";
    }

    @Override
    public String releases() {
        return "in no release: patch 1 of 3";
    }

    @Override
    public String seed() {
        return "003";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-lost-write", "dirty-carried", "clean-swap-cache");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                StaleRead.rememberReadPte(),
                Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.COPY_DIRTY),
                StaleRead.restoreStalePte());
    }
}
