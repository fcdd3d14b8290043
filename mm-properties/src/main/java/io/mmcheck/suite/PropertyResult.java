package io.mmcheck.suite;

import io.mmcheck.property.Property;
import org.jspecify.annotations.Nullable;

/**
 * What a check says of one property.
 *
 * @param id the property
 * @param statement its claim in one sentence
 * @param kind how it is judged
 * @param outcome the verdict
 * @param runs how many runs it watched, its own violation included
 * @param violations in how many runs it was violated
 * @param seen for a {@link Property.Kind#SOMETIMES} property: in how many runs it happened
 * @param counterexample the violation, or null
 */
public record PropertyResult(
        String id,
        String statement,
        Property.Kind kind,
        Outcome outcome,
        long runs,
        long violations,
        long seen,
        @Nullable Counterexample counterexample) {

    /** The verdict on one property. */
    public enum Outcome {
        /** No run violated it, within the bounds of the check. */
        HELD,
        /** Some run violated it. */
        VIOLATED,
        /** A sometimes property: it happened. */
        SEEN,
        /** A sometimes property: it never happened. It fails a check of at least {@link CheckRequest#ENOUGH} runs. */
        UNSEEN
    }

    public boolean violated() {
        return outcome == Outcome.VIOLATED;
    }
}
