package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a counterexample is said to be as small as it is: which smaller scenarios were searched, how many states they have, and
 * that none of them violates the property. {@link CertificateChecker} checks it again with a search of its own.
 *
 * @param scenario the counterexample
 * @param schedule under which it violates
 * @param round what the run repeats for ever, or null if it ends
 * @param bounds of every search listed
 * @param proof what follows from the searches
 * @param searched what was searched without finding a violation
 */
public record Certificate<M extends State>(
        Kernel kernel,
        Monitor<M> monitor,
        Case<M> scenario,
        Schedule schedule,
        @Nullable Round round,
        Bounds bounds,
        Proof proof,
        List<Searched<M>> searched) {

    /**
     * What a run without end repeats: it comes to the place after so many steps under the schedule, and goes round by these
     * steps, complete.
     */
    public record Round(int after, Schedule steps) {
        static @Nullable Round of(Found<?> found) {
            Lasso<?> lasso = found.lasso();
            return lasso == null
                    ? null
                    : new Round(found.run().steps(), lasso.round().schedule());
        }
    }

    /** What is known about the size of a counterexample. */
    public enum Proof {
        /** No list of fewer operations over the same alphabet violates the property from the same setup. */
        MINIMAL,
        /** No single operation can be left out. */
        IRREDUCIBLE,
        /** The searches did not close within their bounds. */
        NOT_PROVEN
    }

    /** One search that found nothing. */
    public sealed interface Searched<M extends State> {
        /** Distinct states; see {@link Exploration#states()}. */
        long states();

        /** Whether the search ended by itself. */
        boolean complete();
    }

    /** The scenario without one operation. */
    public record Without<M extends State>(int operation, long states, boolean complete) implements Searched<M> {}

    /** Every list of up to {@code budget} operations. */
    public record Lists<M extends State>(
            List<Operation<M>> operations, int budget, boolean alike, long states, boolean complete)
            implements Searched<M> {
        public Lists {
            operations = List.copyOf(operations);
        }
    }

    public Certificate {
        searched = List.copyOf(searched);
    }

    /** All states of all searches. */
    public long states() {
        return searched.stream().mapToLong(Searched::states).sum();
    }
}
