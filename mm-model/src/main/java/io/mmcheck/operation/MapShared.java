package io.mmcheck.operation;

import io.mmcheck.kernel.mmap.Mmap;
import io.mmcheck.machine.Machine;
import java.util.List;

/** mmap(2): a shared mapping of the file in memory from offset va on, for [va, va + count). */
public record MapShared(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "map-shared",
            a -> new MapShared(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, Mmap.Locals> start() {
        return new Start<>(Mmap.PROGRAM, new Mmap.Locals(process, va, va + count, 0, true));
    }
}
