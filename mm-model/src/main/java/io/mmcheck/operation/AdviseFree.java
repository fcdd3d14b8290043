package io.mmcheck.operation;

import io.mmcheck.kernel.madvise.Advice;
import io.mmcheck.kernel.madvise.Madvise;
import io.mmcheck.machine.Machine;
import java.util.List;

/** madvise(2), MADV_FREE: the pages [va, va + count) may be thrown away unless they are written to again. */
public record AdviseFree(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "madvise-free",
            a -> new AdviseFree(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, Madvise.Locals> start() {
        return new Start<>(Madvise.PROGRAM, Madvise.Locals.of(Advice.FREE, process, va, va + count));
    }
}
