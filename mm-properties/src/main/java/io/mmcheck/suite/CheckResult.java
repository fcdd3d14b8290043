package io.mmcheck.suite;

import java.util.List;

/**
 * What a check found. Equal requests have equal results, everywhere: nothing in it is a time.
 *
 * @param kernel the name of the kernel
 * @param seed what decided the runs
 * @param bounds in words: threads, operations, processes, addresses, preemptions
 * @param runs how many runs there were, replayed ones included
 * @param steps how many steps all runs had together
 * @param properties one result for each property that was asked for, by id
 * @param lockOrder the edges of the lock order that were met in any run, as {@code MMAP -> FOLIO}
 * @param coverage what the runs passed through
 * @param replayed what became of each saved counterexample
 * @param missing ids that were expected to be violated and were not
 */
public record CheckResult(
        String kernel,
        long seed,
        String bounds,
        long runs,
        long steps,
        List<PropertyResult> properties,
        List<String> lockOrder,
        Coverage coverage,
        List<Replayed> replayed,
        List<String> missing) {

    /**
     * A saved counterexample, run again.
     *
     * @param file its file name
     * @param property the property that it violated when it was saved
     * @param reproduced whether it still does, on the kernel of this check
     * @param message why not, or what was lost
     */
    public record Replayed(String file, String property, boolean reproduced, String message) {}

    public CheckResult {
        properties = List.copyOf(properties);
        lockOrder = List.copyOf(lockOrder);
        replayed = List.copyOf(replayed);
        missing = List.copyOf(missing);
    }

    public List<PropertyResult> violated() {
        return properties.stream().filter(PropertyResult::violated).toList();
    }

    /** Sometimes properties that never happened although there were enough runs. */
    public List<PropertyResult> unseen() {
        return runs < CheckRequest.ENOUGH
                ? List.of()
                : properties.stream()
                        .filter(p -> p.outcome() == PropertyResult.Outcome.UNSEEN)
                        .toList();
    }
}
