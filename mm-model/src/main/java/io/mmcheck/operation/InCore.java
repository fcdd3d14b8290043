package io.mmcheck.operation;

import io.mmcheck.kernel.mincore.Mincore;
import io.mmcheck.machine.Machine;
import java.util.List;

/** mincore(2): which of the pages [va, va + count) are in memory, one digit for each. */
public record InCore(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "mincore",
            a -> new InCore(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, Mincore.Locals> start() {
        return new Start<>(Mincore.PROGRAM, Mincore.Locals.of(process, va, va + count));
    }
}
