package io.mmcheck.history;

import io.mmcheck.driver.AllocAndCopy;
import io.mmcheck.driver.FaultAllocAndCopy;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/**
 * The pipeline with MIGRATE_PFN_LOCKED: a page that collect cannot lock stays collected, mapped and unlocked, and a prepare phase
 * tries once more. Collect differs in one step, so the patches of collect apply to it as well; {@link MigrateVmaPrepare} takes the
 * place of what comes between collect and the driver. Drivers set the flag on dst as they were told to; nobody reads it there.
 */
public final class PfnLockedPipeline implements HistoricPatch {
    @Override
    public String id() {
        return "pfn-locked-pipeline";
    }

    @Override
    public String title() {
        return "collect keeps pages that it cannot lock, and a prepare phase tries again";
    }

    @Override
    public String source() {
        return "mm/migrate.c: Remove MIGRATE_PFN_LOCKED";
    }

    @Override
    public String releases() {
        return "up to 5.15";
    }

    @Override
    public String seed() {
        return "002";
    }

    @Override
    public Set<String> breaks() {
        return Set.of();
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.TRYLOCK_FOLIO,
                        PfnLockedPipeline::trylockFolio),
                Edit.swap(MigrateDeviceUnmap.PROGRAM, MigrateVmaPrepare.PROGRAM),
                Edit.replace(AllocAndCopy.PROGRAM, AllocAndCopy.At.COPY, PfnLockedPipeline::copy),
                Edit.replace(FaultAllocAndCopy.PROGRAM, FaultAllocAndCopy.At.COPY, PfnLockedPipeline::copyBack));
    }

    private static Next<MigrateVmaCollectPmd.Locals> trylockFolio(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        int pfn = l.entry().pfn();
        if (pfn == l.args().faultPage()) {
            return Next.next(m, l.withEntry(l.entry().withLocked(true)));
        }
        return Folio.canLock(m, pfn)
                ? Next.next(Folio.lock(m, self, pfn), l.withEntry(l.entry().withLocked(true)))
                : Next.go(m, MigrateVmaCollectPmd.At.NEXT_PTE, l.store(l.entry(), true));
    }

    private static Next<AllocAndCopy.Locals> copy(Machine m, ThreadId self, AllocAndCopy.Locals l) {
        AllocAndCopy.Locals flagged = new AllocAndCopy.Locals(flag(l.args(), l.i()), l.device(), l.i());
        return AllocAndCopy.PROGRAM.step(AllocAndCopy.At.COPY).take(m, self, flagged);
    }

    private static Next<FaultAllocAndCopy.Locals> copyBack(Machine m, ThreadId self, FaultAllocAndCopy.Locals l) {
        FaultAllocAndCopy.Locals flagged = new FaultAllocAndCopy.Locals(flag(l.args(), l.i()), l.i());
        return FaultAllocAndCopy.PROGRAM.step(FaultAllocAndCopy.At.COPY).take(m, self, flagged);
    }

    private static MigrateVma flag(MigrateVma args, int i) {
        return args.withDst(i, args.dst(i).withLocked(true));
    }
}
