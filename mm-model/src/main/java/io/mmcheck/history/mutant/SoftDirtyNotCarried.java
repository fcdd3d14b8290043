package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The bit that checkpoints rely on gets lost when a page migrates. */
public final class SoftDirtyNotCarried implements Mutant {
    @Override
    public String id() {
        return "soft-dirty-not-carried";
    }

    @Override
    public String description() {
        return "collect forgets the soft-dirty bit of the pte";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("bits-carried");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.SET_ENTRY, SoftDirtyNotCarried::setEntry));
    }

    private static Next<MigrateVmaCollectPmd.Locals> setEntry(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        Pte forgets = l.pte() instanceof Pte.Present p ? p.withSoftDirty(false) : l.pte();
        return MigrateVmaCollectPmd.PROGRAM
                .step(MigrateVmaCollectPmd.At.SET_ENTRY)
                .take(m, self, l.withPte(forgets, l.exclusive()));
    }
}
