package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The entry of a huge page that migrates is no page table, so pte_offset_map_lock() fails, and no none pmd and no huge page, so collect
 * looks again: until the other migrator is done, without waiting or yielding. Seen on a real 6.12.117 kernel: on one CPU, without
 * preemption, it never ends. */
public final class PmdMigrationSpin implements HistoricPatch {
    @Override
    public String id() {
        return "pmd-migration-spin";
    }

    @Override
    public String title() {
        return "collect looks at the entry of a huge page that migrates again and again";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "6.5 to 6.12 at least";
    }

    @Override
    public String seed() {
        return "000";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-stuck-spin");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.READ_PMD, PmdMigrationSpin::readPmd));
    }

    private static Next<MigrateVmaCollectPmd.Locals> readPmd(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return m.pmd(l.args().process(), l.va()) instanceof Pmd.Migration
                ? Next.go(m, MigrateVmaCollectPmd.At.MAP_PTE, l)
                : MigrateVmaCollectPmd.PROGRAM
                        .step(MigrateVmaCollectPmd.At.READ_PMD)
                        .take(m, self, l);
    }
}
