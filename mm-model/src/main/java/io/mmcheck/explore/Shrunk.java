package io.mmcheck.explore;

import io.mmcheck.machine.State;

/**
 * A shrunk counterexample.
 *
 * @param scenario setup and operations
 * @param found the violation, with the run of the fewest preemptions, then the fewest steps, then the fewest whims of the
 *     environment
 * @param schedule the shortest schedule for that run
 * @param certificate why it is said to be minimal or irreducible
 */
public record Shrunk<M extends State>(Case<M> scenario, Found<M> found, Schedule schedule, Certificate<M> certificate) {
    public Certificate.Proof proof() {
        return certificate.proof();
    }
}
