package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** What is not present is taken for a hole, in collect and in insert: a page in swap counts as nothing. */
public final class SwapEntryTakenForHole implements Mutant {
    @Override
    public String id() {
        return "swap-entry-taken-for-hole";
    }

    @Override
    public String description() {
        return "device migration puts a new page over a page in swap";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("hole-honest", "no-lost-write", "bits-carried");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.READ_PTE, SwapEntryTakenForHole::readPte),
                Edit.replace(
                        MigrateVmaInsertPage.PROGRAM,
                        MigrateVmaInsertPage.At.CHECK_PTE,
                        SwapEntryTakenForHole::checkPte));
    }

    private static Next<MigrateVmaCollectPmd.Locals> readPte(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return m.pte(l.args().process(), l.va()) instanceof Pte.Swap
                ? Next.go(m, MigrateVmaCollectPmd.At.NEXT_PTE, l.store(MigratePfn.HOLE, true))
                : MigrateVmaCollectPmd.PROGRAM
                        .step(MigrateVmaCollectPmd.At.READ_PTE)
                        .take(m, self, l);
    }

    private static Next<MigrateVmaInsertPage.Locals> checkPte(Machine m, ThreadId self, MigrateVmaInsertPage.Locals l) {
        return m.pte(l.process(), l.va()) instanceof Pte.Swap
                ? Next.next(m, l)
                : MigrateVmaInsertPage.PROGRAM
                        .step(MigrateVmaInsertPage.At.CHECK_PTE)
                        .take(m, self, l);
    }
}
