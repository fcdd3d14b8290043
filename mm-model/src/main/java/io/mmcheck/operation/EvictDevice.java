package io.mmcheck.operation;

import io.mmcheck.machine.Machine;
import java.util.List;

/** Every page of a device comes back to system memory, whoever maps it. */
public record EvictDevice(int device) implements Action {
    public static final Kind KIND = Kind.of("evict-device", a -> new EvictDevice(a.get(0)), Parameter.DEVICE);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(device);
    }

    @Override
    public Start<Machine, io.mmcheck.driver.EvictDevice.Locals> start() {
        return new Start<>(io.mmcheck.driver.EvictDevice.PROGRAM, io.mmcheck.driver.EvictDevice.Locals.of(device));
    }
}
