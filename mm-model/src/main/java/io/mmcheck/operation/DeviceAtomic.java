package io.mmcheck.operation;

import io.mmcheck.driver.ExclusiveAccess;
import io.mmcheck.machine.Machine;
import java.util.List;

/** A device stores to a page of a process while nobody else can reach it: an atomic operation. */
public record DeviceAtomic(int process, int va, int device, int value) implements Action {
    public static final Kind KIND = Kind.of(
            "device-atomic",
            a -> new DeviceAtomic(a.get(0), a.get(1), a.get(2), a.get(3)),
            Parameter.PROCESS,
            Parameter.ADDRESS,
            Parameter.DEVICE,
            Parameter.VALUE);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va, device, value);
    }

    @Override
    public Start<Machine, ExclusiveAccess.Locals> start() {
        return new Start<>(ExclusiveAccess.PROGRAM, ExclusiveAccess.Locals.store(process, va, device, value));
    }
}
