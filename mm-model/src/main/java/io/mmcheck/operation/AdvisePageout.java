package io.mmcheck.operation;

import io.mmcheck.kernel.madvise.Advice;
import io.mmcheck.kernel.madvise.Madvise;
import io.mmcheck.machine.Machine;
import java.util.List;

/** madvise(2), MADV_PAGEOUT: reclaim the pages [va, va + count) now. */
public record AdvisePageout(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "pageout",
            a -> new AdvisePageout(a.get(0), a.get(1), a.get(2)),
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
        return new Start<>(Madvise.PROGRAM, Madvise.Locals.of(Advice.PAGEOUT, process, va, va + count));
    }
}
