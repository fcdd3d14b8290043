package io.mmcheck.history;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The second version of the fix: every pte is cleared and flushed at once, exclusive or not. */
public final class ClearUnconditional implements HistoricPatch {
    @Override
    public String id() {
        return "clear-unconditional";
    }

    @Override
    public String title() {
        return "collect flushes every pte at once";
    }

    @Override
    public String source() {
        return "[PATCH v2] mm/migrate_device.c: copy pte dirty bit to page";
    }

    @Override
    public String releases() {
        return "in no release: version 2 of the fix";
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
        return List.of(
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.CLEAR_PTE, ClearUnconditional::clearPte),
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.FLUSH_EXCLUSIVE,
                        ClearUnconditional::flush));
    }

    private static Next<MigrateVmaCollectPmd.Locals> clearPte(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        int process = l.args().process();
        boolean exclusive = m.page(l.entry().pfn()).exclusive();
        return Next.next(m.withPte(process, l.va(), Pte.NONE), l.withPte(m.pte(process, l.va()), exclusive));
    }

    private static Next<MigrateVmaCollectPmd.Locals> flush(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        Machine flushed = l.pte().isPresent() ? Tlb.flushPage(m, l.args().process(), l.va()) : m;
        return Next.go(
                flushed, l.exclusive() ? MigrateVmaCollectPmd.At.TEST_PINNED : MigrateVmaCollectPmd.At.COPY_DIRTY, l);
    }
}
