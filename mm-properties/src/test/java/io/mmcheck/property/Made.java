package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.explore.Wait;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Next;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Program;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A run made by hand, to see what a property says of it: each step changes the machine as told and says what it is told to say. */
final class Made {
    static final ThreadId T0 = ThreadId.of(0);
    static final ThreadId T1 = ThreadId.of(1);

    private static final int THREADS = 2;

    private final Machine start;
    private final List<Step> steps = new ArrayList<>();

    private enum At {
        STEP
    }

    private record Step(int thread, String program, UnaryOperator<Machine> change, List<Event> says, boolean ends) {}

    /** @param next the number of the next step of this thread */
    private record Locals(int next) {}

    private Made(Machine start) {
        this.start = start;
    }

    static Made from(Machine start) {
        return new Made(start);
    }

    /** Two processes, of which the first has page tables, all ptes none. */
    static Machine machine() {
        Machine m = Machine.empty(Config.SEARCH);
        return PteAlloc.alloc(m, 0, 0);
    }

    /** The machine with page 0 mapped at page 0 of process 0, exclusive, charged, with all counts right. */
    static Machine mapped(boolean writable, boolean dirty) {
        Page page = Page.free(machine().page(0).kind())
                .withRefs(1)
                .withMapcount(1)
                .withUptodate(true)
                .withSwapBacked(true)
                .withMapping(0, 0)
                .withExclusive(true)
                .withCharged(true)
                .withData(7);
        Machine m = machine().withPage(0, page).withCharged(1);
        return m.withPte(0, 0, present(0, writable, dirty)).withMm(0, m.mm(0).withRss(1));
    }

    static Pte.Present present(int pfn, boolean writable, boolean dirty) {
        return new Pte.Present(pfn, writable, dirty, true, false, false, false);
    }

    static Pte.Migration migration(int pfn) {
        return new Pte.Migration(pfn, Pte.Migration.Kind.WRITE, true, true, false, false);
    }

    /** One more step of an operation. */
    Made then(ThreadId thread, UnaryOperator<Machine> change, Event... says) {
        return in("test", thread, change, says);
    }

    /** One more step, within a program of this name: the name counts if it is the first step of an operation. */
    Made in(String program, ThreadId thread, UnaryOperator<Machine> change, Event... says) {
        steps.add(new Step(thread.index(), program, change, List.of(says), false));
        return this;
    }

    /** The last step of an operation. */
    Made ends(ThreadId thread, UnaryOperator<Machine> change, Event... says) {
        steps.add(new Step(thread.index(), "test", change, List.of(says), true));
        return this;
    }

    Made ends(ThreadId thread) {
        return ends(thread, m -> m);
    }

    /** What the property says of the run, or "held". */
    String judgedBy(Property property) {
        World<Machine> world = World.of(Kernel.TODAY, start, script());
        Object state = property.start(world);
        for (Step step : steps) {
            World<Machine> after = world.step(step.thread).get(0);
            state = property.judge(state, world, after);
            if (state instanceof Violation violation) {
                return violation.reason();
            }
            world = after;
        }
        String end = world.finished() ? property.atEnd(state, world) : null;
        return end == null ? "held" : end;
    }

    /** What the property says if nobody can go on after the run. */
    String stuckSays(Property property, Wait... waits) {
        World<Machine> world = World.of(Kernel.TODAY, start, script());
        return String.valueOf(property.whenStuck(property.start(world), world, List.of(waits)));
    }

    /** Whether a step of the run is what has to happen sometimes. */
    boolean happens(Sometimes property) {
        World<Machine> world = World.of(Kernel.TODAY, start, script());
        boolean happens = false;
        for (Step step : steps) {
            World<Machine> after = world.step(step.thread).get(0);
            happens |= property.happens(world, after);
            world = after;
        }
        return happens;
    }

    private List<List<Operation<Machine>>> script() {
        List<List<Operation<Machine>>> script = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            List<Operation<Machine>> operations = new ArrayList<>();
            List<Step> current = new ArrayList<>();
            for (Step step : steps) {
                if (step.thread == t) {
                    current.add(step);
                    if (step.ends) {
                        operations.add(operation(List.copyOf(current), true));
                        current.clear();
                    }
                }
            }
            if (!current.isEmpty()) {
                operations.add(operation(List.copyOf(current), false));
            }
            script.add(operations);
        }
        return script;
    }

    private static Operation<Machine> operation(List<Step> own, boolean ends) {
        Program<Machine, Locals> program =
                Program.<Machine, Locals>named(own.get(0).program).at(At.STEP, (m, self, l) -> take(own, ends, m, l));
        return new Operation<>() {
            @Override
            public String text() {
                return "an operation";
            }

            @Override
            public Start<Machine, Locals> start() {
                return new Start<>(program, new Locals(0));
            }
        };
    }

    private static Next<Locals> take(List<Step> own, boolean ends, Machine m, Locals l) {
        Step step = own.get(l.next);
        Machine changed = step.change.apply(m);
        boolean last = l.next == own.size() - 1;
        Next<Locals> next = last && ends
                ? Next.done(changed, 0)
                : Next.go(changed, At.STEP, new Locals(Math.min(l.next + 1, own.size() - 1)));
        for (Event event : step.says) {
            next = next.saying(event);
        }
        return next;
    }
}
