package io.mmcheck.conform;

import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Oops;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs one operation after the other on one thread of the one interpreter. The environment always chooses the usual
 * alternative: nothing fails that did not fail on the recorded machine.
 */
final class Runner {
    /** No operation of the model takes nearly as many steps. */
    private static final int ENDLESS = 1_000_000;

    private final List<String> entered = new ArrayList<>();
    private World<Machine> world;

    Runner(Kernel kernel, Machine machine) {
        this.world = World.of(kernel, machine, List.of(List.of()));
    }

    Machine machine() {
        return world.machine();
    }

    /**
     * The kind of operation of this name.
     *
     * @throws OutsideModelException if there is none
     */
    static Kind kind(String name) {
        return Operations.ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OutsideModelException("operation " + name));
    }

    /** What an operation of this kind returns; each of its numbers is the one that was given for its role. */
    @Nullable
    Object run(String kind, Request request) {
        Kind found = kind(kind);
        Action action = found.make(
                found.parameters().stream().map(p -> request.number(p)).toList());
        world = world.begin(0, action);
        entered.clear();
        enter(0);
        for (int steps = 0; steps < ENDLESS; steps++) {
            List<World<Machine>> next = world.step(0);
            if (next.isEmpty()) {
                throw new ModelStuckException("waits for " + world.waitsFor(0));
            }
            int depth = depth();
            world = next.get(0);
            enter(depth);
            Oops oops = world.oops();
            if (oops != null && oops.what().equals("not modelled")) {
                throw new OutsideModelException("not modelled: " + oops.why());
            }
            if (oops != null) {
                throw new ModelStuckException(oops.what() + ": " + oops.why());
            }
            Moved<Machine> moved = Objects.requireNonNull(world.moved());
            if (moved.finished() != null) {
                return moved.result();
            }
        }
        throw new ModelStuckException("no end after " + ENDLESS + " steps");
    }

    private int depth() {
        Frame frame = world.frame(0);
        return frame == null ? 0 : frame.depth();
    }

    private void enter(int before) {
        Frame frame = world.frame(0);
        if (frame != null && frame.depth() > before) {
            entered.add(frame.place().program().name());
        }
    }

    /** The programs that the last operation has entered, in order. */
    List<String> entered() {
        return List.copyOf(entered);
    }

    /** The numbers of an operation by their roles. */
    record Request(int process, int other, int va, int count, int value, int slot, int device) {
        static Request of(int process) {
            return new Request(process, 0, 0, 1, 0, 0, 0);
        }

        Request at(int from, int pages) {
            return new Request(process, other, from, pages, value, slot, device);
        }

        Request child(int to) {
            return new Request(process, to, va, count, value, slot, device);
        }

        Request value(int to) {
            return new Request(process, other, va, count, to, slot, device);
        }

        Request slot(int to) {
            return new Request(process, other, va, count, value, to, device);
        }

        Request device(int to) {
            return new Request(process, other, va, count, value, slot, to);
        }

        int number(Parameter role) {
            return switch (role) {
                case PROCESS -> process;
                case OTHER_PROCESS -> other;
                case ADDRESS -> va;
                case COUNT -> count;
                case VALUE -> value;
                case SLOT -> slot;
                case DEVICE -> device;
            };
        }
    }
}
