package io.mmcheck.explore;

import io.mmcheck.machine.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * States of which the holder could go on, by how deep they are: those in which others go on instead in this phase of a search, and
 * those that wait for the next.
 */
final class Interrupted<M extends State> {
    private List<Frontier<M>> now = new ArrayList<>();
    private List<Frontier<M>> next = new ArrayList<>();

    /** Whether this phase has states of this depth or of a greater one. */
    boolean from(int depth) {
        return depth < now.size();
    }

    /** Those of this phase. */
    @Nullable
    Frontier<M> at(int depth) {
        return depth < now.size() ? now.get(depth) : null;
    }

    /** Where those of this depth wait for the next phase. */
    Frontier<M> later(int depth) {
        while (next.size() <= depth) {
            next.add(new Frontier<>());
        }
        return next.get(depth);
    }

    /** Goes on to the next phase; whether there is anything in it. */
    boolean nextPhase() {
        now = next;
        next = new ArrayList<>();
        return !now.isEmpty();
    }
}
