package io.mmcheck.operation;

import io.mmcheck.machine.Machine;
import java.util.List;

/** Private pages of a device come back to system memory. */
public record MigrateToSystem(int process, int va, int count, int device) implements Action {
    public static final Kind KIND = Kind.of(
            "migrate-to-system",
            a -> new MigrateToSystem(a.get(0), a.get(1), a.get(2), a.get(3)),
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
    public Start<Machine, io.mmcheck.driver.MigrateToSystem.Locals> start() {
        return new Start<>(
                io.mmcheck.driver.MigrateToSystem.PROGRAM,
                io.mmcheck.driver.MigrateToSystem.Locals.of(process, va, count, device));
    }
}
