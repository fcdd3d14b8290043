package io.mmcheck.operation;

import io.mmcheck.kernel.taskmmu.ClearSoftDirty;
import io.mmcheck.machine.Machine;
import java.util.List;

/** Writing 4 to /proc/PID/clear_refs: no page of the process is soft-dirty any more. */
public record ClearRefs(int process) implements Action {
    public static final Kind KIND = Kind.of("clear-refs", a -> new ClearRefs(a.get(0)), Parameter.PROCESS);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process);
    }

    @Override
    public Start<Machine, ClearSoftDirty.Locals> start() {
        return new Start<>(ClearSoftDirty.PROGRAM, ClearSoftDirty.Locals.of(process));
    }
}
