package io.mmcheck.operation;

import io.mmcheck.kernel.userfaultfd.Userfaultfd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Vma;
import java.util.List;

/** userfaultfd(2), UFFDIO_REGISTER_MODE_MISSING with UFFD_FEATURE_SIGBUS: whoever touches a hole in [va, va + count) gets SIGBUS. */
public record WatchMissing(int process, int va, int count) implements Action {
    public static final Kind KIND = Kind.of(
            "uffd-missing",
            a -> new WatchMissing(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, Userfaultfd.Locals> start() {
        return new Start<>(Userfaultfd.PROGRAM, Userfaultfd.Locals.of(process, va, count, Vma.Uffd.MISSING));
    }
}
