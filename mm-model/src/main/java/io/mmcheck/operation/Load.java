package io.mmcheck.operation;

import io.mmcheck.machine.Machine;
import java.util.List;

/** A load instruction of a thread of a process: returns the value. */
public record Load(int process, int va) implements Action {
    public static final Kind KIND =
            Kind.of("load", a -> new Load(a.get(0), a.get(1)), Parameter.PROCESS, Parameter.ADDRESS);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va);
    }

    @Override
    public Start<Machine, io.mmcheck.user.Load.Locals> start() {
        return new Start<>(io.mmcheck.user.Load.PROGRAM, new io.mmcheck.user.Load.Locals(process, va));
    }
}
