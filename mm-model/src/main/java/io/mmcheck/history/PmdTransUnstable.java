package io.mmcheck.history;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollect;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The walk up to 6.4: pte_offset_map_lock() could not fail, so collect asked pmd_trans_unstable() after it had split the huge zero page,
 * took a none pmd after split_folio() for a hole, and skipped whatever else was no page table (pmd_bad()). */
public final class PmdTransUnstable implements HistoricPatch {
    /** What the patch brings. */
    public enum At {
        TEST_UNSTABLE
    }

    @Override
    public String id() {
        return "pmd-trans-unstable";
    }

    @Override
    public String title() {
        return "collect tests the pmd and then takes it for a page table";
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
                Edit.replace(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.READ_PMD, PmdTransUnstable::readPmd),
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.SPLIT_HUGE_ZERO,
                        PmdTransUnstable::splitHugeZero),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.SPLIT_HUGE_ZERO,
                        At.TEST_UNSTABLE,
                        PmdTransUnstable::testUnstable),
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.PUT_SPLIT, PmdTransUnstable::putSplit),
                Edit.replace(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.MAP_PTE, PmdTransUnstable::mapPte),
                Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.RECHECK_PMD));
    }

    private static Pmd pmd(Machine m, MigrateVmaCollectPmd.Locals l) {
        return m.pmd(l.args().process(), l.va());
    }

    private static Next<MigrateVmaCollectPmd.Locals> readPmd(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return pmd(m, l) instanceof Pmd.Migration
                ? Next.go(m, MigrateVmaCollectPmd.At.MAP_PTE, l)
                : MigrateVmaCollectPmd.PROGRAM
                        .step(MigrateVmaCollectPmd.At.READ_PMD)
                        .take(m, self, l);
    }

    private static Next<MigrateVmaCollectPmd.Locals> splitHugeZero(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return Next.call(
                m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.args().process(), l.va()), At.TEST_UNSTABLE, l);
    }

    /** pmd_none_or_trans_huge_or_clear_bad(). */
    private static Next<MigrateVmaCollectPmd.Locals> testUnstable(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return pmd(m, l).isTable()
                ? Next.go(m, MigrateVmaCollectPmd.At.MAP_PTE, l)
                : PteOffsetMap.clearBad(
                        m, l.args().process(), l.va(), to -> Next.go(to, MigrateVmaCollectPmd.At.SKIP, l));
    }

    private static Next<MigrateVmaCollectPmd.Locals> putSplit(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        Machine put = Folio.put(m, self, l.entry().pfn());
        MigrateVmaCollectPmd.Locals split = l.withEntry(MigratePfn.NONE);
        return pmd(m, l).isNone()
                ? Next.done(put, MigrateVmaCollect.hole(put, l.args(), l.from(), l.to()))
                : Next.go(put, MigrateVmaCollectPmd.At.MAP_PTE, split);
    }

    /** pmd_bad() is true of all that is no page table. */
    private static Next<MigrateVmaCollectPmd.Locals> mapPte(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        int table = PteOffsetMap.table(m, l.args().process(), l.va());
        return table == PteOffsetMap.NULL
                ? Next.go(m, MigrateVmaCollectPmd.At.SKIP, l)
                : Next.go(m, MigrateVmaCollectPmd.At.LOCK_PTL, l.withTable(table));
    }
}
