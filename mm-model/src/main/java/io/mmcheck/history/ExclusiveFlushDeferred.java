package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** What the last mail of the thread asks for: exclusive ptes are cleared without a flush of their own. */
public final class ExclusiveFlushDeferred implements HistoricPatch {
    @Override
    public String id() {
        return "exclusive-flush-deferred";
    }

    @Override
    public String title() {
        return "collect flushes exclusive ptes with all the others, once for the range";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "in no release: a question of the review";
    }

    @Override
    public String seed() {
        return "003";
    }

    @Override
    public Set<String> breaks() {
        return Set.of();
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.FLUSH_EXCLUSIVE));
    }
}
