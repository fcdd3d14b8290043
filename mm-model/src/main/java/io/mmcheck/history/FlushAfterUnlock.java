package io.mmcheck.history;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** As in 5.19: exclusive ptes are flushed at once, the others after the page table lock is free again. */
public final class FlushAfterUnlock implements HistoricPatch {
    @Override
    public String id() {
        return "flush-after-unlock";
    }

    @Override
    public String title() {
        return "collect flushes the TLB after it has released the page table lock";
    }

    @Override
    public String source() {
        return "mm/migrate_device.c: flush TLB while holding PTL";
    }

    @Override
    public String releases() {
        return "5.19";
    }

    @Override
    public String seed() {
        return "003";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("tlb-within-pte", "no-lost-write");
    }

    @Override
    public List<Edit> edits() {
        return flushAfterUnlock();
    }

    private enum At {
        FLUSH_AFTER_UNLOCK
    }

    static Next<MigrateVmaCollectPmd.Locals> unlockPtl(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        Machine unlocked = Ptl.unlock(m, self, l.table());
        return l.unmapped() ? Next.next(unlocked, l.withTable(-1)) : Next.done(unlocked, l.args());
    }

    static Next<MigrateVmaCollectPmd.Locals> flush(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return Next.done(Tlb.flushRange(m, l.args().process(), l.from(), l.to()), l.args());
    }

    static List<Edit> flushAfterUnlock() {
        return List.of(
                Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.FLUSH_TLB),
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.UNLOCK_PTL, FlushAfterUnlock::unlockPtl),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.UNLOCK_PTL,
                        At.FLUSH_AFTER_UNLOCK,
                        FlushAfterUnlock::flush));
    }
}
