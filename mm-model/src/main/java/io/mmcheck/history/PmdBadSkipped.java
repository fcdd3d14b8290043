package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** Up to 6.4 collect left a bad pmd as it was, without a word. Later kernels clear it, say so once, and take it for a hole: data that it
 * may have stood for is lost in either case. */
public final class PmdBadSkipped implements HistoricPatch {
    @Override
    public String id() {
        return "pmd-bad-skipped";
    }

    @Override
    public String title() {
        return "collect skips a bad pmd and leaves it bad";
    }

    @Override
    public String source() {
        return "\"mm/migrate_device: allow pte_offset_map_lock() to fail\"";
    }

    @Override
    public String releases() {
        return "up to 6.4";
    }

    @Override
    public String seed() {
        return "000";
    }

    @Override
    public Set<String> breaks() {
        return Set.of();
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.MAP_PTE, PmdBadSkipped::mapPte));
    }

    private static Next<MigrateVmaCollectPmd.Locals> mapPte(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return m.pmd(l.args().process(), l.va()) instanceof Pmd.Bad
                ? Next.go(m, MigrateVmaCollectPmd.At.SKIP, l)
                : MigrateVmaCollectPmd.PROGRAM
                        .step(MigrateVmaCollectPmd.At.MAP_PTE)
                        .take(m, self, l);
    }
}
