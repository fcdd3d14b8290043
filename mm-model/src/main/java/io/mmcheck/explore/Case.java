package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A setup and the operations of each thread: what a counterexample consists of before anyone has moved. */
public record Case<M extends State>(Setup<M> setup, List<List<Operation<M>>> script) {
    public Case {
        script = script.stream().map(List::copyOf).toList();
    }

    /** How many operations there are. */
    public int size() {
        return script.stream().mapToInt(List::size).sum();
    }

    public World<M> world(Kernel kernel) {
        return World.of(kernel, setup.machine(), script);
    }

    public Case<M> from(Setup<M> other) {
        return new Case<>(other, script);
    }

    /** All operations, thread by thread. */
    public List<Operation<M>> operations() {
        return script.stream().flatMap(List::stream).toList();
    }

    /** The same without {@code count} operations from number {@code first} on, counted as in {@link #operations()}. */
    public Case<M> without(int first, int count) {
        List<List<Operation<M>>> left = new ArrayList<>();
        int n = 0;
        for (List<Operation<M>> thread : script) {
            List<Operation<M>> kept = new ArrayList<>();
            for (Operation<M> operation : thread) {
                if (n < first || n >= first + count) {
                    kept.add(operation);
                }
                n++;
            }
            left.add(kept);
        }
        return new Case<>(setup, left);
    }

    /** One line: {@code swapped: load p0 0; store p0 0 1 | reclaim}. */
    public String text() {
        return setup.name() + ": "
                + script.stream()
                        .map(thread -> thread.stream().map(Operation::text).collect(Collectors.joining("; ")))
                        .collect(Collectors.joining(" | "));
    }

    @Override
    public String toString() {
        return text();
    }
}
