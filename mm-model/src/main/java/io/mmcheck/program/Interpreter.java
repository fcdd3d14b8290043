package io.mmcheck.program;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.State;
import io.mmcheck.machine.ThreadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one interpreter of this library: what a step makes of a world. Random search, exhaustive search, shrinking, replay and
 * reports are its clients.
 */
final class Interpreter {
    private Interpreter() {}

    /** See {@link World#step}. */
    static <M extends State> List<World<M>> step(World<M> world, int thread) {
        Frame frame = world.frame(thread);
        if (frame == null || world.oops() != null) {
            return List.of();
        }
        Next<?> next = decide(world.machine(), frame, thread);
        if (next instanceof Next.Blocked<?>) {
            return List.of();
        }
        if (next instanceof Next.Choose<?> choose) {
            List<World<M>> worlds = new ArrayList<>();
            expand(world, choose, null, thread, frame, worlds);
            return worlds;
        }
        return List.of(after(world, next, thread, frame, 0, null));
    }

    /** See {@link World#waitsFor}. */
    static @Nullable Object waitsFor(World<?> world, int thread) {
        Frame frame = world.frame(thread);
        if (frame == null || world.oops() != null) {
            return null;
        }
        return decide(world.machine(), frame, thread) instanceof Next.Blocked<?> blocked ? blocked.on() : null;
    }

    /** See {@link World#nextIsLocal}. It takes the step without a machine: if that works, the step looks at none. */
    static boolean isLocal(World<?> world, int thread, Predicate<String> unseen) {
        Frame frame = world.frame(thread);
        if (frame == null || frame.fresh() || world.oops() != null) {
            return false;
        }
        if (!leavesAlone(world.machine(), decide(world.machine(), frame, thread), world, frame, unseen)) {
            return false; // this is quicker to find out
        }
        try {
            return leavesAlone(null, take(null, frame, thread), world, frame, unseen);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Whether a step leaves the machine that it was given alone and says nothing, whatever the environment chooses. */
    private static boolean leavesAlone(
            @Nullable State machine, Next<?> next, World<?> world, Frame frame, Predicate<String> unseen) {
        if (next instanceof Next.Go<?> go) {
            return go.machine() == machine && go.events().isEmpty();
        }
        if (next instanceof Next.Choose<?> choose) {
            return choose.alternatives().stream().allMatch(a -> leavesAlone(machine, a.next(), world, frame, unseen));
        }
        if (next instanceof Next.Call<?> call) {
            return call.machine() == machine
                    && call.events().isEmpty()
                    && unseen.test(world.kernel().compile(call.program()).source.name());
        }
        return next instanceof Next.Done<?> done
                && done.machine() == machine
                && done.events().isEmpty()
                && frame.caller() != null
                && unseen.test(frame.place().program().name());
    }

    private static Next<?> decide(State machine, Frame frame, int thread) {
        try {
            return take(machine, frame, thread);
        } catch (Bug bug) {
            return Next.oops(bug.what(), bug.why());
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "the step " + frame.place() + " of " + ThreadId.of(thread) + " failed: " + e, e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // what a callee returns is null where it says so itself
    private static Next<?> take(@Nullable State machine, Frame frame, int thread) {
        Place place = frame.place();
        ThreadId self = ThreadId.of(thread);
        Step step = place.step;
        return step != null
                ? step.take(machine, self, frame.locals())
                : ((ReturnStep) Objects.requireNonNull(place.returnStep))
                        .take(machine, self, frame.locals(), frame.result());
    }

    private static <M extends State> void expand(
            World<M> world,
            Next.Choose<?> choose,
            @Nullable String prefix,
            int thread,
            Frame frame,
            List<World<M>> worlds) {
        for (Next.Alternative<?> alternative : choose.alternatives()) {
            String name = prefix == null ? alternative.name() : prefix + ", " + alternative.name();
            Next<?> next = alternative.next();
            if (next instanceof Next.Choose<?> more) {
                expand(world, more, name, thread, frame, worlds);
            } else if (!(next instanceof Next.Blocked<?>)) {
                worlds.add(after(world, next, thread, frame, worlds.size(), name));
            }
        }
    }

    @SuppressWarnings("unchecked") // a step leads from a machine to one of its kind
    private static <M extends State> World<M> after(
            World<M> world, Next<?> next, int thread, Frame frame, int alternative, @Nullable String choice) {
        if (next instanceof Next.Go<?> go) {
            Enum<?> label = go.label();
            Place to = label == null
                    ? following(frame.place())
                    : frame.place().program.at(label);
            Frame moved = frame.at(to, Objects.requireNonNull(go.locals()));
            Moved<M> how = how(world, thread, frame, alternative, choice, go.events(), null, null);
            return world.moved((M) go.machine(), thread, moved, how);
        }
        if (next instanceof Next.Call<?> call) {
            Place to = frame.place().program.at(call.returnTo());
            Frame caller = frame.at(to, Objects.requireNonNull(call.locals()));
            Place first = world.kernel().compile(call.program()).first;
            Frame callee = new Frame(first, call.callee(), null, caller, false);
            Moved<M> how = how(world, thread, frame, alternative, choice, call.events(), null, null);
            return world.moved((M) call.machine(), thread, callee, how);
        }
        if (next instanceof Next.Done<?> done) {
            Frame caller = frame.caller();
            if (caller == null) {
                Operation<M> ended = world.operation(thread);
                Moved<M> how = how(world, thread, frame, alternative, choice, done.events(), ended, done.result());
                return world.ended((M) done.machine(), thread, how);
            }
            Frame back = caller.place().returnStep == null
                    ? caller
                    : new Frame(caller.place(), caller.locals(), done.result(), caller.caller(), false);
            Moved<M> how = how(world, thread, frame, alternative, choice, done.events(), null, null);
            return world.moved((M) done.machine(), thread, back, how);
        }
        Next.Oops<?> crash = (Next.Oops<?>) next;
        Moved<M> how = how(world, thread, frame, alternative, choice, List.of(), null, null);
        return world.crashed(new Oops(crash.what(), crash.why()), thread, how);
    }

    private static Place following(Place place) {
        Place next = place.next;
        if (next == null) {
            throw new IllegalStateException("there is no label after " + place);
        }
        return next;
    }

    @SuppressWarnings("unchecked") // a plain move says nothing of the machine
    private static <M extends State> Moved<M> how(
            World<M> world,
            int thread,
            Frame from,
            int alternative,
            @Nullable String choice,
            List<Event> events,
            @Nullable Operation<M> finished,
            @Nullable Object result) {
        if (choice == null && events.isEmpty() && finished == null && !from.fresh()) {
            return (Moved<M>) from.place().plain(thread);
        }
        return new Moved<>(
                thread,
                from.place(),
                alternative,
                choice,
                events,
                from.fresh() ? world.operation(thread) : null,
                finished,
                result);
    }
}
