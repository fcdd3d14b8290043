package io.mmcheck.operation;

import io.mmcheck.kernel.exit.ExitMm;
import io.mmcheck.machine.Machine;
import java.util.List;

/** exit(): the process and its memory go. */
public record Exit(int process) implements Action {
    public static final Kind KIND = Kind.of("exit", a -> new Exit(a.get(0)), Parameter.PROCESS);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process);
    }

    @Override
    public Start<Machine, ExitMm.Locals> start() {
        return new Start<>(ExitMm.PROGRAM, ExitMm.Locals.of(process));
    }
}
