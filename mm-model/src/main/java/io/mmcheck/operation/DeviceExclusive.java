package io.mmcheck.operation;

import io.mmcheck.driver.ExclusiveAccess;
import io.mmcheck.machine.Machine;
import java.util.List;

/** A device gets pages of a process for itself and reads them, until the process touches them again. */
public record DeviceExclusive(int process, int va, int count, int device) implements Action {
    public static final Kind KIND = Kind.of(
            "device-exclusive",
            a -> new DeviceExclusive(a.get(0), a.get(1), a.get(2), a.get(3)),
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
    public Start<Machine, ExclusiveAccess.Locals> start() {
        return new Start<>(ExclusiveAccess.PROGRAM, ExclusiveAccess.Locals.read(process, va, count, device));
    }
}
