package io.mmcheck.suite;

import java.util.function.Consumer;

/** Whoever wants to know how far a check is: of each violation as it is found, and of the number of runs. */
public interface Progress extends Consumer<Counterexample> {
    /** So many of the runs are over, and so many properties are violated. */
    void tried(long runs, long all, int violated);

    /** Whether every single try is of interest: that has its price. */
    default boolean observes() {
        return false;
    }

    /** Each try, in the order of their numbers. */
    default void observed(Observed one) {}
}
