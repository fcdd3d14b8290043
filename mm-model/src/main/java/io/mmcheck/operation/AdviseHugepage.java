package io.mmcheck.operation;

import io.mmcheck.kernel.madvise.MadviseHugepage;
import io.mmcheck.machine.Machine;
import java.util.List;

/** madvise(2), MADV_HUGEPAGE: the pages [va, va + count) are to be huge pages where they can be. */
public record AdviseHugepage(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "madvise-hugepage",
            a -> new AdviseHugepage(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, MadviseHugepage.Locals> start() {
        return new Start<>(MadviseHugepage.PROGRAM, MadviseHugepage.Locals.of(process, va, va + count, true));
    }
}
