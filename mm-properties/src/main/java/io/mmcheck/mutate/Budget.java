package io.mmcheck.mutate;

import java.time.Duration;

/**
 * How far the searches for a mutant go. All of it but the time is exact: the same budget gives the same verdicts everywhere. A
 * mutant whose time runs out has no verdict.
 *
 * @param seed of random search
 * @param tries runs of random search: those of {@code mm:check} with this seed
 * @param preemptions how many preemptions a run of an exhaustive search may have
 * @param states how many states such a search keeps, for each setup
 * @param time for one mutant, an outer guard
 */
public record Budget(long seed, int tries, int preemptions, long states, Duration time) {
    /** The default tries of a check; one preemption. */
    public static final Budget USUAL = new Budget(1, 1000, 1, 2_000_000, Duration.ofMinutes(5));

    @Override
    public String toString() {
        return tries + " random runs of seed " + seed + ", then every list of two operations on one page, two threads, "
                + preemptions + (preemptions == 1 ? " preemption" : " preemptions") + ", from each setup, up to "
                + states
                + " states";
    }
}
