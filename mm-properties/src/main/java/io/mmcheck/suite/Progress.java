package io.mmcheck.suite;

import java.util.function.Consumer;

/** Whoever wants to know how far a check is: of each violation as it is found, and of the number of runs. */
public interface Progress extends Consumer<Counterexample> {
    /** So many of the runs are over, and so many properties are violated. */
    void tried(long runs, long all, int violated);
}
