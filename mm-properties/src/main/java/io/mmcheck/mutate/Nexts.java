package io.mmcheck.mutate;

import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Next;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a step has decided, taken apart and put together again. */
final class Nexts {
    private Nexts() {}

    /** Changes what is decided, for each alternative of the environment. */
    static Next<Object> map(Next<Object> next, UnaryOperator<Next<Object>> change) {
        if (next instanceof Next.Choose<Object> choose) {
            List<Next.Alternative<Object>> changed = new ArrayList<>();
            for (Next.Alternative<Object> alternative : choose.alternatives()) {
                changed.add(Next.alternative(alternative.name(), map(alternative.next(), change)));
            }
            return new Next.Choose<>(changed);
        }
        return change.apply(next);
    }

    /** What is decided, alternative by alternative. */
    static List<Next<Object>> leaves(Next<Object> next) {
        List<Next<Object>> leaves = new ArrayList<>();
        map(next, leaf -> {
            leaves.add(leaf);
            return leaf;
        });
        return leaves;
    }

    /** The machine that it leads to, or null if it leads nowhere. */
    static @Nullable Machine machine(Next<Object> next) {
        if (next instanceof Next.Go<Object> go) {
            return (Machine) go.machine();
        }
        if (next instanceof Next.Call<Object> call) {
            return (Machine) call.machine();
        }
        return next instanceof Next.Done<Object> done ? (Machine) done.machine() : null;
    }

    /** The same decision, leading to another machine and saying something else. */
    static Next<Object> with(Next<Object> next, Machine m, List<Event> events) {
        if (next instanceof Next.Go<Object> go) {
            return new Next.Go<>(m, go.label(), go.locals(), events);
        }
        if (next instanceof Next.Call<Object> call) {
            return new Next.Call<>(m, call.program(), call.callee(), call.returnTo(), call.locals(), events);
        }
        return next instanceof Next.Done<Object> done ? new Next.Done<>(m, done.result(), events) : next;
    }

    static List<Event> events(Next<Object> next) {
        if (next instanceof Next.Go<Object> go) {
            return go.events();
        }
        if (next instanceof Next.Call<Object> call) {
            return call.events();
        }
        return next instanceof Next.Done<Object> done ? done.events() : List.of();
    }

    /** Whether two decisions are the same; going on and going to the following label are. */
    static boolean same(Next<Object> a, Next<Object> b, @Nullable Enum<?> following) {
        if (a instanceof Next.Go<Object> x && b instanceof Next.Go<Object> y) {
            return target(x, following) == target(y, following)
                    && x.machine().equals(y.machine())
                    && x.locals().equals(y.locals())
                    && x.events().equals(y.events());
        }
        if (a instanceof Next.Choose<Object> x && b instanceof Next.Choose<Object> y) {
            boolean same = x.alternatives().size() == y.alternatives().size();
            for (int i = 0; same && i < x.alternatives().size(); i++) {
                same = same(
                        x.alternatives().get(i).next(), y.alternatives().get(i).next(), following);
            }
            return same;
        }
        return a.equals(b);
    }

    private static @Nullable Enum<?> target(Next.Go<Object> go, @Nullable Enum<?> following) {
        return go.label() == null ? following : go.label();
    }
}
