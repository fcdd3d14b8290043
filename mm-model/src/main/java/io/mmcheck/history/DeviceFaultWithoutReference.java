package io.mmcheck.history;

import io.mmcheck.driver.MigrateToRam;
import io.mmcheck.kernel.memory.DevicePrivateFault;
import io.mmcheck.kernel.memory.DevicePrivateFault.Locals;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaSetup;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/**
 * A fault on a device-private page called the driver by the entry that it had read without a lock: no PTL, no second look, no
 * reference. The driver could be called for a page that had gone back to its free list meanwhile.
 */
public final class DeviceFaultWithoutReference implements HistoricPatch {
    @Override
    public String id() {
        return "device-fault-without-reference";
    }

    @Override
    public String title() {
        return "a fault on a device page calls the driver without a reference on the page";
    }

    @Override
    public String source() {
        return "\"mm/memory.c: fix race when faulting a device private page\"";
    }

    @Override
    public String releases() {
        return "up to 6.0";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-oops", "no-livelock", "fault-ends");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        DevicePrivateFault.PROGRAM,
                        DevicePrivateFault.At.LOCK_PTL,
                        DeviceFaultWithoutReference::callDriver),
                Edit.replaceReturn(
                        DevicePrivateFault.PROGRAM,
                        DevicePrivateFault.At.DRIVER_DONE,
                        DeviceFaultWithoutReference::returned),
                Edit.replace(MigrateToRam.PROGRAM, MigrateToRam.At.SETUP, DeviceFaultWithoutReference::setup));
    }

    /** All that there was: what stands between the two labels is jumped over, in whatever form it is. */
    static Next<Locals> callDriver(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m,
                MigrateToRam.PROGRAM,
                MigrateToRam.Locals.of(l.process(), l.va(), l.seen().pfn()),
                DevicePrivateFault.At.DRIVER_DONE,
                l);
    }

    static Next<Locals> returned(Machine m, ThreadId self, Locals l, FaultResult result) {
        return Next.done(m, result);
    }

    /** The driver finds its device by the page; there was no fault_page to tell migrate_vma_setup() about. */
    static Next<MigrateToRam.Locals> setup(Machine m, ThreadId self, MigrateToRam.Locals l) {
        if (m.page(l.faultPage()).refs() == 0) {
            throw new Bug("use after free", "migrate_to_ram() of page " + l.faultPage() + ", which is free");
        }
        int owner = m.config().ownerOf(l.faultPage());
        MigrateVma args = MigrateVma.toSystem(l.process(), l.va(), l.va() + 1, owner, -1);
        return Next.call(m, MigrateVmaSetup.PROGRAM, new MigrateVmaSetup.Locals(args), MigrateToRam.At.COLLECTED, l);
    }
}
