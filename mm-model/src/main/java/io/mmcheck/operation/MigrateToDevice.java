package io.mmcheck.operation;

import io.mmcheck.machine.Machine;
import java.util.List;

/** System pages of a range go to a device, holes and the zero page included. */
public record MigrateToDevice(int process, int va, int count, int device) implements Action {
    public static final Kind KIND = Kind.of(
            "migrate-to-device",
            a -> new MigrateToDevice(a.get(0), a.get(1), a.get(2), a.get(3)),
            Parameter.PROCESS,
            Parameter.ADDRESS,
            Parameter.COUNT,
            Parameter.DEVICE);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va, count, device);
    }

    @Override
    public Start<Machine, io.mmcheck.driver.MigrateToDevice.Locals> start() {
        return new Start<>(
                io.mmcheck.driver.MigrateToDevice.PROGRAM,
                io.mmcheck.driver.MigrateToDevice.Locals.of(process, va, count, device));
    }
}
