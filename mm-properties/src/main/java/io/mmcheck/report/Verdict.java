package io.mmcheck.report;

import org.jspecify.annotations.Nullable;

/**
 * What a run says of one property on one kernel, ready to be printed. A verdict carries its bounds: {@code held} means held
 * within them.
 *
 * @param property the id of the property
 * @param kernel the kernel as the user named it
 * @param statement the property in one sentence
 * @param outcome the verdict itself
 * @param runs how many random runs it watched; 0 if the search was exhaustive
 * @param seen in how many of them it happened, for something that has to happen sometimes
 * @param steps how many steps all runs, or the search, had together
 * @param states how many states an exhaustive search saw; 0 if the runs were random
 * @param complete whether the search saw everything within its bounds; random runs never do
 * @param bounds within which threads, operations, addresses and so on, in one line
 * @param millis how long judging it took, as far as that was measured: for the console alone, since no report that is to be
 *     the same everywhere has times
 * @param shown the counterexample, or null
 */
public record Verdict(
        String property,
        String kernel,
        String statement,
        Outcome outcome,
        long runs,
        long seen,
        long steps,
        long states,
        boolean complete,
        String bounds,
        long millis,
        @Nullable Shown shown) {

    /** The verdicts there are. */
    public enum Outcome {
        HELD,
        VIOLATED,
        /** It has to happen sometimes, and it did. */
        SEEN,
        /** It has to happen sometimes, and never did in enough runs: what the runs show is less than it seems. */
        NEVER_SEEN,
        /** It has to happen sometimes, and has not in these few runs. */
        NOT_YET_SEEN
    }

    public boolean failed() {
        return outcome == Outcome.VIOLATED || outcome == Outcome.NEVER_SEEN;
    }
}
