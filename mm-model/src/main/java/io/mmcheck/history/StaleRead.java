package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;

/** What kernels share that keep the pte as READ_PTE saw it, when hardware could still set bits in it. */
final class StaleRead {
    private StaleRead() {}

    static Edit rememberReadPte() {
        return Edit.replace(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.READ_PTE, StaleRead::readPte);
    }

    private static Next<MigrateVmaCollectPmd.Locals> readPte(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        Next<MigrateVmaCollectPmd.Locals> next = MigrateVmaCollectPmd.PROGRAM
                .step(MigrateVmaCollectPmd.At.READ_PTE)
                .take(m, self, l);
        return Steps.onLocals(
                next, to -> to.entry().valid() ? to.withSeen(m.pte(l.args().process(), l.va())) : to);
    }

    /** set_pte_at() of the old value, D bit lost. */
    static Edit restoreStalePte() {
        return Edit.replace(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.RESTORE_PTE, StaleRead::restorePte);
    }

    private static Next<MigrateVmaCollectPmd.Locals> restorePte(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        MigrateVmaCollectPmd.Locals old = l.withPte(l.seen(), l.exclusive());
        return MigrateVmaCollectPmd.PROGRAM
                .step(MigrateVmaCollectPmd.At.RESTORE_PTE)
                .take(m, self, old);
    }
}
