package io.mmcheck.property;

import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;

/** A load or store by a CPU makes the driver migrate a device-private page to system memory. */
public final class SomeDeviceFaultReturnsAPage implements Sometimes {
    @Override
    public String id() {
        return "some-device-fault-returns-a-page";
    }

    @Override
    public String statement() {
        return "some access brings a page back from a device";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        MigrateVma args = Steps.migration(after, MigrateVmaState.Phase.PAGES);
        if (args == null || !args.selectDevicePrivate() || Steps.migrated(args) == 0) {
            return false;
        }
        Operation<Machine> operation = before.operation(Steps.thread(after));
        return operation != null
                && (operation.text().startsWith("load") || operation.text().startsWith("store"));
    }
}
