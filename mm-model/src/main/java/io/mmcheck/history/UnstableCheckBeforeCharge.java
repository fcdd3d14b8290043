package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The insertion up to 6.4 looked whether the pmd was a page table before it charged the page. Since then it is charged first, and
 * uncharged by the last put when pte_offset_map_lock() fails. */
public final class UnstableCheckBeforeCharge implements HistoricPatch {
    /** What the patch brings. */
    public enum At {
        TEST_UNSTABLE
    }

    @Override
    public String id() {
        return "unstable-check-before-charge";
    }

    @Override
    public String title() {
        return "an insertion tests the pmd before it charges the page";
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
        return List.of(Edit.insertAfter(
                MigrateVmaInsertPage.PROGRAM,
                MigrateVmaInsertPage.At.ALLOC_TABLE,
                At.TEST_UNSTABLE,
                UnstableCheckBeforeCharge::testUnstable));
    }

    /** pmd_trans_unstable(). */
    private static Next<MigrateVmaInsertPage.Locals> testUnstable(
            Machine m, ThreadId self, MigrateVmaInsertPage.Locals l) {
        return m.pmd(l.process(), l.va()) instanceof Pmd.ToTable
                ? Next.next(m, l)
                : PteOffsetMap.clearBad(m, l.process(), l.va(), to -> Next.done(to, false));
    }
}
