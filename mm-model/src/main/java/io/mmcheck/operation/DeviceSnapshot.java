package io.mmcheck.operation;

import io.mmcheck.driver.Snapshot;
import io.mmcheck.machine.Machine;
import java.util.List;

/** A device looks at the pages of a process and faults in nothing. */
public record DeviceSnapshot(int process, int va, int count, int device) implements Action {
    public static final Kind KIND = Kind.of(
            "device-snapshot",
            a -> new DeviceSnapshot(a.get(0), a.get(1), a.get(2), a.get(3)),
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
    public Start<Machine, Snapshot.Locals> start() {
        return new Start<>(Snapshot.PROGRAM, Snapshot.Locals.of(process, va, count, device));
    }
}
