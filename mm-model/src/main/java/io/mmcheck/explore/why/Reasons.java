package io.mmcheck.explore.why;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What forces a violation: every run of the scenario that keeps all the orders violates (a livelock: never ends), given these
 * answers of the environment and its usual ones otherwise; and without any one of the orders some run passes.
 *
 * @param orders the fewest there are; of those, the ones that ask for the least
 * @param answers the unusual answers of the environment in the failing run
 * @param proof what of this is proven
 */
public record Reasons<M extends State>(List<Needed<M>> orders, List<Said<M>> answers, Proof proof) {
    /** The most orders that are looked for: who has to keep more in mind has not been told why. */
    public static final int MOST = 4;

    /** One order, and a run that keeps all the others and passes. */
    public record Needed<M extends State>(Order order, Run<M> passing) {}

    /** An answer, and a run with the usual answer instead that keeps all the orders and passes; null if there is none. */
    public record Said<M extends State>(
            Answer answer, @Nullable Run<M> passing) {}

    public Reasons {
        orders = List.copyOf(orders);
        answers = List.copyOf(answers);
    }

    /** The orders alone. */
    public List<Order> order() {
        return orders.stream().map(Needed::order).toList();
    }
}
