package io.mmcheck.explore.why;

import io.mmcheck.explore.Found;
import io.mmcheck.machine.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fewest orders that force a violation. Each run that passes breaks some of the orders that the failing run keeps; a
 * set of orders is sufficient if every passing run breaks one of it. So: guess the smallest set that meets all passing runs known,
 * ask for a passing run that keeps it, and guess again, until there is none. The last guess is smallest among all sets.
 */
final class ReasonSearch<M extends State> {
    private final Graph<M> graph;
    private final Found<M> found;
    private final List<Integer> failing;
    private final List<Answer> answers;
    private final BitSet canPass;
    private final long limit;
    private long states;
    private boolean cut;

    /** Gives up after so many states in all guesses together. */
    ReasonSearch(Graph<M> graph, Found<M> found, List<Integer> failing, List<Answer> answers, long limit) {
        this.limit = limit;
        this.graph = graph;
        this.found = found;
        this.failing = failing;
        this.answers = answers;
        this.canPass = graph.canPass();
        this.states = graph.size();
    }

    Reasons<M> find() {
        Candidates candidates = Candidates.of(graph, failing, found);
        List<BitSet> broken = new ArrayList<>();
        while (true) {
            HittingSet smallest = new HittingSet(broken, candidates.weights());
            int[] guess = states > limit ? null : smallest.find(Reasons.MOST);
            if (guess == null && states <= limit && !smallest.gaveUp()) {
                return notProven("not proven: no " + Reasons.MOST + " orders of steps force it");
            }
            if (guess == null) {
                return notProven();
            }
            Arrays.sort(guess); // in the order of time
            List<Order> orders = new ArrayList<>();
            for (int number : guess) {
                orders.add(candidates.order(number));
            }
            List<Integer> passing = passing(orders, answers);
            if (passing == null) {
                return cut ? notProven() : reasons(orders);
            }
            broken.add(candidates.brokenBy(passing));
        }
    }

    private @Nullable List<Integer> passing(List<Order> orders, List<Answer> given) {
        Keeping keeping = new Keeping(graph, canPass, orders, given);
        states += keeping.size();
        List<Integer> passing = keeping.passing(failing);
        cut |= passing == null && keeping.cut();
        return passing;
    }

    private Reasons<M> notProven() {
        return notProven(String.format(Locale.ROOT, "not proven within %,d states", states));
    }

    private Reasons<M> notProven(String text) {
        List<Reasons.Said<M>> said = new ArrayList<>();
        answers.forEach(answer -> said.add(new Reasons.Said<>(answer, null)));
        return new Reasons<>(List.of(), said, new Proof(false, states, text));
    }

    private Reasons<M> reasons(List<Order> orders) {
        List<Reasons.Needed<M>> needed = new ArrayList<>();
        for (Order order : orders) {
            List<Order> others = orders.stream().filter(o -> !o.equals(order)).toList();
            List<Integer> passing = passing(others, answers);
            if (passing == null && cut) {
                return notProven();
            }
            if (passing == null) {
                throw new IllegalStateException(order + " is not needed, and yet no smaller set was found");
            }
            needed.add(new Reasons.Needed<>(order, graph.run(passing)));
        }
        List<Reasons.Said<M>> said = new ArrayList<>();
        for (Answer answer : answers) {
            List<Answer> others =
                    answers.stream().filter(a -> !a.equals(answer)).toList();
            List<Integer> passing = passing(orders, others);
            said.add(new Reasons.Said<>(answer, passing == null ? null : graph.run(passing)));
        }
        String text = String.format(Locale.ROOT, "proven: %,d states", states);
        return new Reasons<>(needed, said, new Proof(true, states, text));
    }
}
