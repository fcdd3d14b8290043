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

/**
 * The soft-dirty and uffd-wp bits of an entry that is not present stand at other positions than those of a pte that is. Read with
 * the helpers for present ptes a device-private entry has neither.
 */
public final class SwapBitsMiscopied implements HistoricPatch {
    @Override
    public String id() {
        return "swap-bits-miscopied";
    }

    @Override
    public String title() {
        return "soft-dirty and uffd-wp of a device entry are read where a present pte has them";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "up to 5.8";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("bits-carried");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.SET_ENTRY, SwapBitsMiscopied::collect),
                Edit.replace(TryToMigrateOne.PROGRAM, TryToMigrateOne.At.SET_ENTRY, SwapBitsMiscopied::unmap));
    }

    private static Pte misread(Pte pte) {
        return pte instanceof Pte.DevicePrivate d ? new Pte.DevicePrivate(d.pfn(), d.writable(), false, false) : pte;
    }

    private static Next<MigrateVmaCollectPmd.Locals> collect(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return MigrateVmaCollectPmd.PROGRAM
                .step(MigrateVmaCollectPmd.At.SET_ENTRY)
                .take(m, self, l.withPte(misread(l.pte()), l.exclusive()));
    }

    private static Next<TryToMigrateOne.Locals> unmap(Machine m, ThreadId self, TryToMigrateOne.Locals l) {
        return TryToMigrateOne.PROGRAM
                .step(TryToMigrateOne.At.SET_ENTRY)
                .take(m, self, l.withPte(misread(l.pte()), l.exclusive()));
    }
}
