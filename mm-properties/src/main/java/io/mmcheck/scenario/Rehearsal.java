package io.mmcheck.scenario;

import io.mmcheck.driver.DeviceResult;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Vma;
import io.mmcheck.operation.Action;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What operations come to on kernel {@code today} when one runs after the other and the environment takes its first
 * alternatives. The generator rehearses what it draws, for most of what one could ask for at random is refused.
 */
final class Rehearsal {
    private static final int LIMIT = 2000;

    private Machine machine;
    private @Nullable Machine after;

    Rehearsal(Machine start) {
        this.machine = start;
    }

    /** Whether the kernel would do it, neither refusing nor failing, and nobody would lose sight of the page. */
    boolean makesSense(int thread, Action action, int process, int page) {
        after = run(thread, action);
        return after != null && canLoad(after, process, page) >= canLoad(machine, process, page);
    }

    /** The operation tried out last is part of the scenario. */
    void accept() {
        machine = after == null ? machine : after;
        after = null;
    }

    private static int canLoad(Machine m, int process, int page) {
        Mm mm = m.mm(process);
        Vma vma = mm.live() ? mm.vma(page) : null;
        return vma != null && vma.readable() ? 1 : 0;
    }

    private @Nullable Machine run(int thread, Action action) {
        List<List<Operation<Machine>>> script = new ArrayList<>();
        for (int t = 0; t < machine.config().cpus(); t++) {
            script.add(t == thread ? List.of(action) : List.of());
        }
        World<Machine> world = World.of(Kernel.TODAY, machine, script);
        for (int i = 0; i < LIMIT; i++) {
            List<World<Machine>> next = world.step(thread);
            if (next.isEmpty()) {
                return null;
            }
            world = next.get(0);
            if (world.finished()) {
                Object result = world.moved() == null ? null : world.moved().result();
                return refused(result) ? null : world.machine();
            }
        }
        return null;
    }

    private static boolean refused(@Nullable Object result) {
        return result instanceof Enum || result instanceof DeviceResult device && device.error() != null;
    }
}
