package io.mmcheck.operation;

import io.mmcheck.kernel.mmap.Munmap;
import io.mmcheck.machine.Machine;
import java.util.List;

/** munmap(2): the pages [va, va + count) are no more; an access gets SIGSEGV. */
public record Unmap(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "munmap",
            a -> new Unmap(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, Munmap.Locals> start() {
        return new Start<>(Munmap.PROGRAM, Munmap.Locals.of(process, va, va + count));
    }
}
