package io.mmcheck.operation;

import io.mmcheck.kernel.mlock.Mlock;
import io.mmcheck.machine.Machine;
import java.util.List;

/** mlock(2): the pages [va, va + count) are in memory and stay there. */
public record LockMemory(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "mlock",
            a -> new LockMemory(a.get(0), a.get(1), a.get(2)),
            Parameter.PROCESS,
            Parameter.ADDRESS,
            Parameter.COUNT);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va, count);
    }

    @Override
    public Start<Machine, Mlock.Locals> start() {
        return new Start<>(Mlock.PROGRAM, Mlock.Locals.of(process, va, va + count, true));
    }
}
