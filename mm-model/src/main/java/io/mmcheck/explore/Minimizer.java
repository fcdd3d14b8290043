package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The exact shrinker. It does not try variants of a run; it asks the exhaustive search whether <em>some</em> schedule of a smaller
 * scenario still violates the same property.
 *
 * <ol>
 *   <li>From the first setup that works, operations are deleted, blocks first: the scenario becomes irreducible.
 *   <li>Operation lists of increasing length over the same alphabet are searched for a shorter one: it becomes minimal, if the
 *       searches close within the budget.
 *   <li>Names become the least ones, and the schedule the one of the fewest preemptions, then the fewest steps, then the fewest
 *       choices of the environment other than its first.
 * </ol>
 *
 * What is decided by a budget is decided by states, not by time: the same failure shrinks to the same bytes everywhere.
 */
public final class Minimizer<M extends State> {
    /** Deleting blocks only has to be quick: what it misses, deleting single operations finds. */
    private static final long QUICK = 20_000;

    private final Kernel kernel;
    private final Monitor<M> monitor;
    private final Renaming<M> renaming;
    private final Bounds bounds;
    private final long began = System.nanoTime();

    /**
     * A shrinker.
     *
     * @param bounds of each single search: its preemptions must be enough for the failing run. The time is an outer guard for
     *     everything together.
     */
    public Minimizer(Kernel kernel, Monitor<M> monitor, Renaming<M> renaming, Bounds bounds) {
        this.kernel = kernel;
        this.monitor = monitor;
        this.renaming = renaming;
        this.bounds = monitor.liveness() ? bounds.preemptions(Bounds.UNBOUNDED) : bounds;
    }

    /**
     * Shrinks a failing scenario.
     *
     * @param failing the operations of the failing run
     * @param setups where to start from, the preferred one first, the one of the failing run last
     * @return the counterexample, or null if no violation is found within the bounds
     */
    public @Nullable Shrunk<M> shrink(Case<M> failing, List<Setup<M>> setups) {
        for (Setup<M> setup : setups) {
            Case<M> here = failing.from(setup);
            boolean last = setup.equals(setups.get(setups.size() - 1));
            if (violates(here, last ? bounds.states() : Math.min(QUICK, bounds.states()))) {
                return shrink(here);
            }
        }
        return null;
    }

    private Shrunk<M> shrink(Case<M> failing) {
        Case<M> small = named(irreducible(deleteBlocks(failing)));
        // a shorter list may consist of operations that lead to a smaller alphabet: until that settles
        for (int round = 0; round < 3; round++) {
            boolean alone = small.script().size() == 1;
            List<Operation<M>> alphabet = sorted(alone ? renaming.wideAlphabet(small) : renaming.alphabet(small));
            Shorter<M> shorter = shorter(small, alphabet);
            if (shorter == null && alone) {
                alphabet = sorted(renaming.alphabet(small));
                shorter = shorter(small, alphabet);
            }
            if (shorter == null) {
                break;
            }
            small = named(shorter.found);
            if (alphabet.containsAll(small.operations())) {
                return finish(small, Certificate.Proof.MINIMAL, shorter.below);
            }
        }
        List<Certificate.Searched<M>> without = new ArrayList<>();
        deleteOne(small, without);
        boolean closed = without.stream().allMatch(Certificate.Searched::complete);
        return finish(small, closed ? Certificate.Proof.IRREDUCIBLE : Certificate.Proof.NOT_PROVEN, without);
    }

    private Case<M> irreducible(Case<M> failing) {
        Case<M> small = failing;
        for (Case<M> next = failing; next != null; next = deleteOne(next, new ArrayList<>())) {
            small = next;
        }
        return small;
    }

    /** A shortest violating list over an alphabet, and the search of all shorter ones. */
    private record Shorter<M extends State>(Case<M> found, List<Certificate.Searched<M>> below) {}

    /** Null if the searches do not close. */
    private @Nullable Shorter<M> shorter(Case<M> small, List<Operation<M>> operations) {
        boolean alike = renaming.threadsAlike(small.setup());
        List<Certificate.Searched<M>> below = List.of();
        for (int budget = 1; budget <= small.size(); budget++) {
            Alphabet<M> lists = new Alphabet<>(
                    kernel, small.setup().machine(), small.script().size(), operations, budget, alike);
            Exploration<M> seen = search(bounds.states()).explore(lists);
            Found<M> found = seen.found(monitor.id());
            if (found != null) {
                return new Shorter<>(new Case<>(small.setup(), found.start().script()), below);
            }
            if (!seen.complete()) {
                return null;
            }
            below = List.of(new Certificate.Lists<>(operations, budget, alike, seen.states(), true));
        }
        return null;
    }

    private static <M extends State> List<Operation<M>> sorted(List<Operation<M>> operations) {
        TreeMap<String, Operation<M>> byText = new TreeMap<>();
        for (Operation<M> operation : operations) {
            byText.putIfAbsent(operation.text(), operation);
        }
        return List.copyOf(byText.values());
    }

    private Case<M> deleteBlocks(Case<M> failing) {
        Case<M> small = failing;
        for (int block = Integer.highestOneBit(Math.max(1, small.size() - 1)); block >= 1; block /= 2) {
            for (int first = 0; first + block <= small.size(); ) {
                Case<M> smaller = small.without(first, block);
                if (smaller.size() > 0 && violates(smaller, Math.min(QUICK, bounds.states()))) {
                    small = smaller;
                } else {
                    first += block;
                }
            }
        }
        return small;
    }

    /** The scenario without one operation if some schedule of it still violates, or null and what was searched. */
    private @Nullable Case<M> deleteOne(Case<M> small, List<Certificate.Searched<M>> searched) {
        for (int i = 0; i < small.size(); i++) {
            Case<M> smaller = small.without(i, 1);
            Exploration<M> seen = search(bounds.states()).explore(smaller.world(kernel));
            if (seen.found(monitor.id()) != null) {
                return smaller;
            }
            searched.add(new Certificate.Without<>(i, seen.states(), seen.complete()));
        }
        return null;
    }

    /** The variant with the least text that still violates. */
    private Case<M> named(Case<M> small) {
        List<Case<M>> variants = new ArrayList<>(renaming.variants(small));
        variants.sort(Comparator.comparing(Case::text));
        for (Case<M> variant : variants) {
            if (variant.text().compareTo(small.text()) >= 0) {
                break;
            }
            if (violates(variant, bounds.states())) {
                return variant;
            }
        }
        return small;
    }

    /** No certificate rests on this answer, so fingerprints will do: what is found is a real run, and they are twice as fast. */
    private boolean violates(Case<M> scenario, long states) {
        return fast(states).explore(scenario.world(kernel)).found(monitor.id()) != null;
    }

    private Exhaustive<M> search(long states) {
        return fast(states).exactly();
    }

    private Exhaustive<M> fast(long states) {
        Duration left = bounds.time().minusNanos(System.nanoTime() - began);
        return Exhaustive.of(List.of(monitor))
                .within(bounds.states(states).time(left))
                .untilAllViolated();
    }

    private Found<M> violation(Case<M> small) {
        Exploration<M> seen = search(bounds.states()).explore(small.world(kernel));
        return Objects.requireNonNull(seen.found(monitor.id()), "a violation seen before is gone: " + small);
    }

    private Shrunk<M> finish(Case<M> small, Certificate.Proof proof, List<Certificate.Searched<M>> searched) {
        Found<M> found = monitor.liveness() ? violation(small) : null;
        if (found == null || found.lasso() == null) {
            found = new Simplest<>(monitor, bounds).find(small.world(kernel));
        }
        if (found == null) {
            found = violation(small);
        }
        Schedule schedule = found.schedule();
        Certificate<M> why = new Certificate<>(
                kernel, monitor, small, schedule, Certificate.Round.of(found), bounds, proof, searched);
        return new Shrunk<>(small, found, schedule, why);
    }
}
