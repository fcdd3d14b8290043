package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** Collect clears a dirty pte and forgets the D bit: reclaim then drops the page as clean. */
public final class DirtyBitNotCopied implements HistoricPatch {
    @Override
    public String id() {
        return "dirty-bit-not-copied";
    }

    @Override
    public String title() {
        return "collect does not copy the D bit of the pte to the page";
    }

    @Override
    public String source() {
        return "mm/migrate_device.c: copy pte dirty bit to page";
    }

    @Override
    public String releases() {
        return "up to 5.19";
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
        return List.of(Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.COPY_DIRTY));
    }
}
