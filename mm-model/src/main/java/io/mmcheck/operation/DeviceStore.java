package io.mmcheck.operation;

import io.mmcheck.driver.DeviceAccess;
import io.mmcheck.machine.Machine;
import java.util.List;

/** A device writes pages of a process: the value to the first, one more to each that follows. */
public record DeviceStore(int process, int va, int count, int device, int value) implements Action {
    public static final Kind KIND = Kind.of(
            "device-store",
            a -> new DeviceStore(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4)),
            Parameter.PROCESS,
            Parameter.ADDRESS,
            Parameter.COUNT,
            Parameter.DEVICE,
            Parameter.VALUE);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va, count, device, value);
    }

    @Override
    public Start<Machine, DeviceAccess.Locals> start() {
        return new Start<>(DeviceAccess.PROGRAM, DeviceAccess.Locals.store(process, va, count, device, value));
    }
}
