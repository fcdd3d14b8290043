package io.mmcheck.history.mutant;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** A page that cannot be migrated gets its reference back while it is locked: it may be freed before it is unlocked. */
public final class PutBeforeUnlock implements Mutant {
    @Override
    public String id() {
        return "put-before-unlock";
    }

    @Override
    public String description() {
        return "device migration puts a page that it restores before it unlocks it";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("unlocked-before-put");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        MigrateDeviceUnmap.PROGRAM,
                        MigrateDeviceUnmap.At.UNLOCK_RESTORED,
                        PutBeforeUnlock::putRestored),
                Edit.replace(
                        MigrateDeviceUnmap.PROGRAM,
                        MigrateDeviceUnmap.At.PUT_RESTORED,
                        PutBeforeUnlock::unlockRestored));
    }

    private static Next<MigrateDeviceUnmap.Locals> putRestored(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        return Next.next(Folio.put(m, self, l.pfn()), l);
    }

    /** What comes after it is what came after the put. */
    private static Next<MigrateDeviceUnmap.Locals> unlockRestored(
            Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        Machine unlocked = l.pfn() == l.args().faultPage() ? m : Folio.unlock(m, self, l.pfn());
        return Next.go(
                unlocked,
                MigrateDeviceUnmap.At.NEXT_RESTORED,
                new MigrateDeviceUnmap.Locals(l.args(), l.i(), l.restore(), false, -1));
    }
}
