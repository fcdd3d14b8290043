package io.mmcheck.explore;

import io.mmcheck.machine.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an exhaustive search found, and how far it went.
 *
 * @param found the violated properties by id, each with a run of the fewest preemptions (if they were bounded) and then the
 *     fewest steps
 * @param bounds what it was asked to stay within
 * @param cutBy what stopped it early, or null if it has seen everything within its bounds
 * @param exact whether states were told apart by equality and not by 64-bit fingerprints
 * @param states distinct states of the world and of what the properties remember, whoever held the processor there
 * @param transitions steps, those to known states included
 * @param depth the number of steps to the deepest state
 * @param finished states where every thread is done
 * @param stuck states where nobody can step and somebody is not done
 * @param oopses states that crashed
 * @param loops fair loops without progress; always 0 if no property asked for them
 * @param nanos wall time
 */
public record Exploration<M extends State>(
        Map<String, Found<M>> found,
        Bounds bounds,
        @Nullable String cutBy,
        boolean exact,
        long states,
        long transitions,
        int depth,
        long finished,
        long stuck,
        long oopses,
        long loops,
        long nanos) {

    /** Whether the search closed: it ended by itself, not by a limit. */
    public boolean complete() {
        return cutBy == null;
    }

    /** The violation of a property, or null if it held as far as the search went. */
    public @Nullable Found<M> found(String monitor) {
        return found.get(monitor);
    }

    public boolean holds(Monitor<M> monitor) {
        return !found.containsKey(monitor.id());
    }

    public List<String> violated() {
        return List.copyOf(found.keySet());
    }

    /** An upper bound for the probability that two states were taken for one: n^2 / 2^65; 0 if exact. */
    public double collisionBound() {
        return exact ? 0 : (double) states * states / 0x1p65;
    }

    public double statesPerSecond() {
        return states * 1e9 / Math.max(1, nanos);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d states, %d transitions, depth %d, %s, %s (%s)",
                states,
                transitions,
                depth,
                complete() ? "complete" : "cut by " + cutBy,
                exact ? "exact" : String.format(Locale.ROOT, "collision < %.1e", collisionBound()),
                bounds);
    }
}
