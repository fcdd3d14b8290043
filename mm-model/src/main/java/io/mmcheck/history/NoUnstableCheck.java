package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** What if nobody asked, before he uses a pmd as a page table, whether it is one: mmap_lock for reading keeps neither MADV_DONTNEED
 * nor a fault on a huge page away. */
public final class NoUnstableCheck implements HistoricPatch {
    @Override
    public String id() {
        return "no-unstable-check";
    }

    @Override
    public String title() {
        return "collect and insertion take the pmd for a page table without a test";
    }

    @Override
    public String source() {
        return "the reason for pmd_trans_unstable() and for what \"mm/migrate_device: allow pte_offset_map_lock() to"
                + " fail\" tests";
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
        return Set.of("no-oops", "table-live");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.MAP_PTE, NoUnstableCheck::collect),
                Edit.replace(MigrateVmaInsertPage.PROGRAM, MigrateVmaInsertPage.At.MAP_PTE, NoUnstableCheck::insert));
    }

    private static Next<MigrateVmaCollectPmd.Locals> collect(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return PteOffsetMap.table(m, l.args().process(), l.va()) == PteOffsetMap.NULL
                ? crash(m, l.args().process(), l.va())
                : MigrateVmaCollectPmd.PROGRAM
                        .step(MigrateVmaCollectPmd.At.MAP_PTE)
                        .take(m, self, l);
    }

    private static Next<MigrateVmaInsertPage.Locals> insert(Machine m, ThreadId self, MigrateVmaInsertPage.Locals l) {
        return PteOffsetMap.table(m, l.process(), l.va()) == PteOffsetMap.NULL
                ? crash(m, l.process(), l.va())
                : MigrateVmaInsertPage.PROGRAM
                        .step(MigrateVmaInsertPage.At.MAP_PTE)
                        .take(m, self, l);
    }

    private static <L> Next<L> crash(Machine m, int process, int va) {
        return Next.oops(
                "page table",
                "the pmd of p" + process + " " + va + " is used as one: "
                        + m.pmd(process, va).text());
    }
}
