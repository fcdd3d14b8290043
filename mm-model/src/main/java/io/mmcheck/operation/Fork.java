package io.mmcheck.operation;

import io.mmcheck.kernel.fork.DupMmap;
import io.mmcheck.machine.Machine;
import java.util.List;

/** fork(): a child process with the memory of its parent, copied on write. */
public record Fork(int process, int child) implements Action {
    public static final Kind KIND =
            Kind.of("fork", a -> new Fork(a.get(0), a.get(1)), Parameter.PROCESS, Parameter.OTHER_PROCESS);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, child);
    }

    @Override
    public Start<Machine, DupMmap.Locals> start() {
        return new Start<>(DupMmap.PROGRAM, DupMmap.Locals.of(process, child));
    }
}
