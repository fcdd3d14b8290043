package io.mmcheck.history;

import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** The result of ptep_clear_flush() is ignored: a pinned page gets back the pte as it was read before. */
public final class StalePteRestored implements HistoricPatch {
    @Override
    public String id() {
        return "stale-pte-restored";
    }

    @Override
    public String title() {
        return "collect puts an old pte back for a pinned page: a store in between is lost";
    }

    @Override
    public String source() {
        return "mm/migrate_device.c: copy pte dirty bit to page";
    }

    @Override
    public String releases() {
        return "5.19";
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
        return List.of(StaleRead.rememberReadPte(), StaleRead.restoreStalePte());
    }
}
