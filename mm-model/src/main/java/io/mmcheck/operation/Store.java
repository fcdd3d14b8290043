package io.mmcheck.operation;

import io.mmcheck.machine.Machine;
import java.util.List;

/** A store instruction of a thread of a process. */
public record Store(int process, int va, int value) implements Action {
    public static final Kind KIND = Kind.of(
            "store",
            a -> new Store(a.get(0), a.get(1), a.get(2)),
            Parameter.PROCESS,
            Parameter.ADDRESS,
            Parameter.VALUE);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va, value);
    }

    @Override
    public Start<Machine, io.mmcheck.user.Store.Locals> start() {
        return new Start<>(io.mmcheck.user.Store.PROGRAM, new io.mmcheck.user.Store.Locals(process, va, value));
    }
}
