package io.mmcheck.history;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.DevicePrivateFault;
import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/**
 * A fault on a device-private page took a reference but not the page lock. Two threads that fault on one page each see the
 * reference of the other as a foreign one: both migrations fail, both fault again, for as long as they like.
 */
public final class DeviceFaultLivelock implements HistoricPatch {
    /** What the patch brings. */
    public enum At {
        TRYLOCK_FAULT_PAGE
    }

    @Override
    public String id() {
        return "device-fault-livelock";
    }

    @Override
    public String title() {
        return "a fault on a device page takes a reference without the page lock";
    }

    @Override
    public String source() {
        return "\"mm/migrate: Trylock device page in do_swap_page\"";
    }

    @Override
    public String releases() {
        return "6.1 to 6.14";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("fault-ends", "no-livelock");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.drop(DevicePrivateFault.PROGRAM, DevicePrivateFault.At.TRYLOCK_FOLIO),
                Edit.drop(DevicePrivateFault.PROGRAM, DevicePrivateFault.At.UNLOCK_FOLIO),
                Edit.drop(DevicePrivateFault.PROGRAM, DevicePrivateFault.At.UNLOCK_PTL_TO_WAIT),
                Edit.drop(DevicePrivateFault.PROGRAM, DevicePrivateFault.At.SLEEP),
                Edit.insertBefore(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.TRYLOCK_FOLIO,
                        At.TRYLOCK_FAULT_PAGE,
                        DeviceFaultLivelock::trylockFaultPage),
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.UNLOCK_FOLIO,
                        DeviceFaultLivelock::unlockCollected),
                Edit.replace(
                        MigrateDeviceUnmap.PROGRAM,
                        MigrateDeviceUnmap.At.UNLOCK_RESTORED,
                        DeviceFaultLivelock::unlockRestored),
                Edit.replace(
                        MigrateDeviceFinalize.PROGRAM,
                        MigrateDeviceFinalize.At.UNLOCK_SRC,
                        DeviceFaultLivelock::unlockSrc));
    }

    /** The page of the fault is a page like any other: the migration locks and unlocks it itself. */
    static Next<MigrateVmaCollectPmd.Locals> trylockFaultPage(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        int pfn = l.entry().pfn();
        if (pfn != l.args().faultPage()) {
            return Next.next(m, l);
        }
        return Folio.canLock(m, pfn)
                ? Next.next(Folio.lock(m, self, pfn), l)
                : Next.go(m, MigrateVmaCollectPmd.At.PUT_FOLIO, l);
    }

    static Next<MigrateVmaCollectPmd.Locals> unlockCollected(Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        return Next.next(Folio.unlock(m, self, l.entry().pfn()), l);
    }

    static Next<MigrateDeviceUnmap.Locals> unlockRestored(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn()), l);
    }

    static Next<MigrateDeviceFinalize.Locals> unlockSrc(Machine m, ThreadId self, MigrateDeviceFinalize.Locals l) {
        return Next.next(Folio.unlock(m, self, l.src()), l);
    }
}
