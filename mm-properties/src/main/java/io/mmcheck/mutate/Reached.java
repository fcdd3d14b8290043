package io.mmcheck.mutate;

import io.mmcheck.explore.Monitor;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Place;
import io.mmcheck.program.World;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Watches a search on the kernel without mutants: which operations come by which label, and whether a mutant would be another
 * step anywhere.
 */
final class Reached implements Monitor<Machine> {
    private final Map<Place, Set<String>> operations = new HashMap<>();
    private final Map<Mutation, Mutant> same;

    /**
     * @param same mutants that are the same step as far as is known; those that turn out not to be are taken out
     */
    Reached(Map<Mutation, Mutant> same) {
        this.same = same;
    }

    /** The operations, as text, that come by a label. */
    Set<String> by(Place place) {
        return operations.getOrDefault(place, Set.of());
    }

    @Override
    public String id() {
        return "reached";
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved != null) {
            Operation<Machine> operation = moved.started() == null ? before.operation(moved.thread()) : moved.started();
            operations
                    .computeIfAbsent(moved.place(), place -> new LinkedHashSet<>())
                    .add(Objects.requireNonNull(operation).text());
            compare(before, moved);
        }
        return state;
    }

    /** Takes those mutants out that are another step than this one. */
    void compare(World<Machine> before, Moved<Machine> moved) {
        Frame frame = before.frame(moved.thread());
        if (frame == null || same.isEmpty()) {
            return;
        }
        for (Mutation mutation : List.copyOf(same.keySet())) {
            Mutant mutant = Objects.requireNonNull(same.get(mutation));
            if (mutant.label().place == moved.place()) {
                Boolean is = mutant.sameStep(before.machine(), ThreadId.of(moved.thread()), frame);
                if (is == null || !is) {
                    same.remove(mutation);
                }
            }
        }
    }
}
