package io.mmcheck.program;

import io.mmcheck.machine.Event;
import io.mmcheck.machine.State;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a step decided. {@code Choose}, {@code Call} and {@code Done} add no state of their own: the step that calls ends at
 * the first label of the callee, the step that returns ends at the label that the caller named.
 *
 * @param <L> the locals of the program whose step this is
 */
public sealed interface Next<L> {

    /** Go to a label, or to the following one in table order if the label is null. */
    record Go<L>(State machine, @Nullable Enum<?> label, L locals, List<Event> events) implements Next<L> {}

    /** Run another program and come back at a label with these locals. */
    record Call<L>(State machine, Program<?, ?> program, Object callee, Enum<?> returnTo, L locals, List<Event> events)
            implements Next<L> {}

    /** The program ends with a result: any value that may be part of a state. */
    record Done<L>(State machine, @Nullable Object result, List<Event> events) implements Next<L> {}

    /** The thread cannot step now; {@code on} says what it waits for. */
    record Blocked<L>(Object on) implements Next<L> {}

    /** The environment decides: an allocation fails, a driver declines. The first alternative is the usual one. */
    record Choose<L>(List<Alternative<L>> alternatives) implements Next<L> {}

    /** What would crash the kernel. It ends the run. */
    record Oops<L>(String what, String why) implements Next<L> {}

    /** One named alternative of a choice of the environment. */
    record Alternative<L>(String name, Next<L> next) {}

    static <L> Next<L> go(State machine, Enum<?> label, L locals) {
        return new Go<>(machine, label, locals, List.of());
    }

    /** The following label in table order, as the table is after patching. */
    static <L> Next<L> next(State machine, L locals) {
        return new Go<>(machine, null, locals, List.of());
    }

    static <L, K> Next<L> call(State machine, Program<?, K> program, K callee, Enum<?> returnTo, L locals) {
        return new Call<>(machine, program, callee, returnTo, locals, List.of());
    }

    static <L> Next<L> done(State machine, @Nullable Object result) {
        return new Done<>(machine, result, List.of());
    }

    static <L> Next<L> done(State machine) {
        return new Done<>(machine, null, List.of());
    }

    static <L> Next<L> blocked(Object on) {
        return new Blocked<>(on);
    }

    static <L> Next<L> oops(String what, String why) {
        return new Oops<>(what, why);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    static <L> Next<L> choose(Alternative<L>... alternatives) {
        return new Choose<>(List.of(alternatives));
    }

    static <L> Alternative<L> alternative(String name, Next<L> next) {
        return new Alternative<>(name, next);
    }

    /** The same with one more event; a choice says it whatever is chosen. */
    default Next<L> saying(Event event) {
        if (this instanceof Go<L> go) {
            return new Go<>(go.machine, go.label, go.locals, plus(go.events, event));
        }
        if (this instanceof Call<L> call) {
            return new Call<>(
                    call.machine, call.program, call.callee, call.returnTo, call.locals, plus(call.events, event));
        }
        if (this instanceof Done<L> done) {
            return new Done<>(done.machine, done.result, plus(done.events, event));
        }
        if (this instanceof Choose<L> choose) {
            return new Choose<>(choose.alternatives.stream()
                    .map(a -> new Alternative<>(a.name, a.next.saying(event)))
                    .toList());
        }
        return this;
    }

    private static List<Event> plus(List<Event> events, Event event) {
        return events.isEmpty()
                ? List.of(event)
                : Stream.concat(events.stream(), Stream.of(event)).toList();
    }
}
