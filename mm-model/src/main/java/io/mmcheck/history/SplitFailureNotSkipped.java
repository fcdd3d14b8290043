package io.mmcheck.history;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** What if the skip after split_folio() had gone with the other checks that pte_offset_map_lock() took over: a huge page that somebody
 * else holds cannot be split, is found again as it was, and so on. */
public final class SplitFailureNotSkipped implements HistoricPatch {
    @Override
    public String id() {
        return "split-failure-not-skipped";
    }

    @Override
    public String title() {
        return "collect looks again at a huge page that could not be split";
    }

    @Override
    public String source() {
        return "the reason for what \"mm/migrate_device: allow pte_offset_map_lock() to fail\" keeps";
    }

    @Override
    public String releases() {
        return "in no release";
    }

    @Override
    public String seed() {
        return "000";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-livelock", "collect-ends");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replaceReturn(
                MigrateVmaCollectPmd.PROGRAM,
                MigrateVmaCollectPmd.At.UNLOCK_SPLIT,
                SplitFailureNotSkipped::unlockSplit));
    }

    private static Next<MigrateVmaCollectPmd.Locals> unlockSplit(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l, Boolean split) {
        return Next.go(Folio.unlock(m, self, l.entry().pfn()), MigrateVmaCollectPmd.At.PUT_SPLIT, l);
    }
}
