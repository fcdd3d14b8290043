package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Program;
import io.mmcheck.program.World;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * No thread goes round inside the kernel and changes nothing, waiting without a lock and without sleep for what only another
 * thread can change. A CPU runs one thread until it sleeps or is preempted: if the other one has to run there, or needs work that
 * is done per CPU, the loop never ends. A fault that returns to its instruction does not count: on the way back to the user
 * others get the CPU. mm/migrate_device.c, migrate_vma_collect_pmd(), looks again when pte_offset_map_lock() fails.
 */
public final class NoStuckSpin implements Property {
    /** Programs whose loops pass through the user. */
    private static final Set<String> USER = Set.of("load", "store");

    private static final State NO_LOOP = new State(-1, 0);

    /** A thread that has jumped back without any change of the machine, and where it was then. */
    record State(int thread, long frame) {}

    @Override
    public String id() {
        return "no-stuck-spin";
    }

    @Override
    public String statement() {
        return "nobody goes round in the kernel without sleep and without any change, waiting for another thread";
    }

    @Override
    public Object start(World<Machine> world) {
        return NO_LOOP;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        State loop = (State) state;
        if (moved == null || moved.finished() != null || !Steps.same(before.machine(), after.machine())) {
            return NO_LOOP;
        }
        Frame frame = after.frame(moved.thread());
        if (frame == null || !jumpsBack(before.frame(moved.thread()), frame)) {
            return loop.thread == moved.thread() ? loop : NO_LOOP;
        }
        if (loop.thread == moved.thread() && loop.frame == frame.hash64()) {
            Operation<Machine> operation = after.operation(moved.thread());
            return new Violation("T" + moved.thread() + " in "
                    + (operation == null ? "nothing" : operation.text()) + " comes to " + frame.place()
                    + " again and again, alone, and nothing changes: on its CPU nobody else gets to run");
        }
        return new State(moved.thread(), frame.hash64());
    }

    private static boolean jumpsBack(@Nullable Frame from, Frame to) {
        if (from == null || from.depth() != to.depth()) {
            return false;
        }
        Program<?, ?> program = from.place().program();
        return program == to.place().program()
                && !USER.contains(program.name())
                && to.place().label().ordinal() <= from.place().label().ordinal();
    }
}
