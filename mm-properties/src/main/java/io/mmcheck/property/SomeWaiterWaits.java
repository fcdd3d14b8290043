package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.event.WaitsForMigration;
import io.mmcheck.program.World;

/** A fault finds a migration entry and queues on the lock of its page. */
public final class SomeWaiterWaits implements Sometimes {
    @Override
    public String id() {
        return "some-waiter-waits";
    }

    @Override
    public String statement() {
        return "some fault waits for a migration";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        return Steps.says(after, WaitsForMigration.class);
    }
}
