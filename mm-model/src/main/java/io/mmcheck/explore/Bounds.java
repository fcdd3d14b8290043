package io.mmcheck.explore;

import java.time.Duration;

/**
 * How far a search goes. A verdict is worth only as much as its bounds, so every report prints them.
 *
 * @param preemptions how many preemptions a run may have, or {@link #UNBOUNDED}; see {@link Schedule} for what counts as one
 * @param states how many states are kept before the search is cut
 * @param time an outer guard only: what it cuts depends on the computer
 */
public record Bounds(int preemptions, long states, Duration time) {
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** No bound on preemptions, 100 million states, an hour. */
    public static final Bounds WIDE = new Bounds(UNBOUNDED, 100_000_000, Duration.ofHours(1));

    public static Bounds ofPreemptions(int preemptions) {
        return WIDE.preemptions(preemptions);
    }

    public Bounds preemptions(int preemptions) {
        return new Bounds(preemptions, states, time);
    }

    public Bounds states(long states) {
        return new Bounds(preemptions, states, time);
    }

    public Bounds time(Duration time) {
        return new Bounds(preemptions, states, time);
    }

    public boolean boundsPreemptions() {
        return preemptions != UNBOUNDED;
    }

    @Override
    public String toString() {
        return (boundsPreemptions() ? preemptions + " preemptions" : "any number of preemptions") + ", up to " + states
                + " states";
    }
}
