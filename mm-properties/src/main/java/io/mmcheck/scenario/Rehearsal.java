package io.mmcheck.scenario;

import io.mmcheck.driver.DeviceResult;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Vma;
import io.mmcheck.operation.Action;
import io.mmcheck.program.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operation would come to if it ran now and alone, and the environment took its first alternatives. */
final class Rehearsal {
    private static final int LIMIT = 1000;

    private Rehearsal() {}

    static int canLoad(Machine m, int process, int page) {
        Mm mm = m.mm(process);
        Vma vma = mm.live() ? mm.vma(page) : null;
        return vma != null && vma.readable() ? 1 : 0;
    }

    /** The machine afterwards; null if the operation would be refused, would fail or would have to wait. */
    static @Nullable Machine outcome(World<Machine> before, int thread, Action action) {
        World<Machine> world = before.begin(thread, action);
        for (int i = 0; i < LIMIT && world.oops() == null; i++) {
            List<World<Machine>> next = world.step(thread);
            if (next.isEmpty()) {
                return world.machine();
            }
            world = next.get(0);
            if (world.frame(thread) == null) {
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
