package io.mmcheck.operation;

import io.mmcheck.kernel.madvise.MadviseHugepage;
import io.mmcheck.machine.Machine;
import java.util.List;

/** madvise(2), MADV_NOHUGEPAGE: no more huge pages in [va, va + count). */
public record AdviseNohugepage(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "madvise-nohugepage",
            a -> new AdviseNohugepage(a.get(0), a.get(1), a.get(2)),
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
        return new Start<>(MadviseHugepage.PROGRAM, MadviseHugepage.Locals.of(process, va, va + count, false));
    }
}
