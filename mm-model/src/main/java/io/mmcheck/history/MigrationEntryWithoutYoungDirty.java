package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.kernel.rmap.TryToMigrateOne;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** Up to 6.0 a migration entry remembers neither A nor D: a page that has moved, or has failed to, is old and clean for the hardware. */
public final class MigrationEntryWithoutYoungDirty implements HistoricPatch {
    @Override
    public String id() {
        return "migration-entry-without-young-dirty";
    }

    @Override
    public String title() {
        return "migration entries do not carry the A and D bits";
    }

    @Override
    public String source() {
        return "mm: remember young/dirty bit for page migrations";
    }

    @Override
    public String releases() {
        return "up to 6.0";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("bits-carried");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.SET_ENTRY,
                        MigrationEntryWithoutYoungDirty::setEntry),
                Edit.replace(
                        TryToMigrateOne.PROGRAM,
                        TryToMigrateOne.At.SET_ENTRY,
                        MigrationEntryWithoutYoungDirty::setEntryOne));
    }

    private static Next<MigrateVmaCollectPmd.Locals> setEntry(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return plain(
                MigrateVmaCollectPmd.PROGRAM
                        .step(MigrateVmaCollectPmd.At.SET_ENTRY)
                        .take(m, self, l),
                l.args().process(),
                l.va());
    }

    private static Next<TryToMigrateOne.Locals> setEntryOne(Machine m, ThreadId self, TryToMigrateOne.Locals l) {
        return plain(TryToMigrateOne.PROGRAM.step(TryToMigrateOne.At.SET_ENTRY).take(m, self, l), l.process(), l.va());
    }

    private static <L> Next<L> plain(Next<L> next, int process, int va) {
        return Steps.onMachine(next, to -> {
            Pte.Migration e = (Pte.Migration) to.pte(process, va);
            return to.withPte(
                    process, va, new Pte.Migration(e.pfn(), e.kind(), false, false, e.softDirty(), e.uffdWp()));
        });
    }
}
