package io.mmcheck.operation;

import io.mmcheck.kernel.mprotect.Mprotect;
import io.mmcheck.machine.Machine;
import java.util.List;

/** mprotect(2), PROT_READ: only loads from the pages [va, va + count). */
public record ProtectRead(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "mprotect-read",
            a -> new ProtectRead(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, Mprotect.Locals> start() {
        return new Start<>(Mprotect.PROGRAM, Mprotect.Locals.of(process, va, va + count, true, false));
    }
}
