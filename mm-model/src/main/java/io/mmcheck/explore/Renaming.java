package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import java.util.List;

/** What a shrinker has to be told about operations, because it knows none. */
public interface Renaming<M extends State> {
    /**
     * The operations that a shorter scenario may consist of: the kinds, addresses and values of this one. The order does not
     * matter.
     */
    List<Operation<M>> alphabet(Case<M> scenario);

    /**
     * The alphabet and, over the same addresses and values, the operations that everybody knows: where they suffice, they make a
     * better counterexample than stranger ones. Used where it costs little: on one thread.
     */
    default List<Operation<M>> wideAlphabet(Case<M> scenario) {
        return alphabet(scenario);
    }

    /**
     * Scenarios that differ from this one only in names: threads, processes, addresses, values renamed consistently. The
     * shrinker takes the one with the least text that still violates.
     */
    List<Case<M>> variants(Case<M> scenario);

    /** Whether a setup treats all threads alike, so that it does not matter which thread begins. */
    default boolean threadsAlike(Setup<M> setup) {
        return false;
    }

    /** Operations as they are, and nothing else. */
    static <M extends State> Renaming<M> none() {
        return new Renaming<>() {
            @Override
            public List<Operation<M>> alphabet(Case<M> scenario) {
                return scenario.operations();
            }

            @Override
            public List<Case<M>> variants(Case<M> scenario) {
                return List.of(scenario);
            }
        };
    }
}
