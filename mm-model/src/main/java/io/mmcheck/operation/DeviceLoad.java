package io.mmcheck.operation;

import io.mmcheck.driver.DeviceAccess;
import io.mmcheck.machine.Machine;
import java.util.List;

/** A device reads pages of a process, and faults in what it does not map. */
public record DeviceLoad(int process, int va, int count, int device) implements Action {
    public static final Kind KIND = Kind.of(
            "device-load",
            a -> new DeviceLoad(a.get(0), a.get(1), a.get(2), a.get(3)),
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
    public Start<Machine, DeviceAccess.Locals> start() {
        return new Start<>(DeviceAccess.PROGRAM, DeviceAccess.Locals.load(process, va, count, device));
    }
}
