package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Breadth-first search over everything that can happen: every order of steps and every choice of the environment, within
 * bounds. The first violation of each property comes with a run of the fewest steps; if preemptions are bounded, of the fewest
 * preemptions and then the fewest steps. A violation does not end the search: it goes on for the other properties.
 *
 * @param <M> the machine
 */
public final class Exhaustive<M extends State> {
    private final List<Monitor<M>> monitors;
    private final Bounds bounds;
    private final boolean exact;
    private final boolean untilAllViolated;
    private final int workers;
    private final Set<Reduction> reductions;

    private Exhaustive(
            List<Monitor<M>> monitors,
            Bounds bounds,
            boolean exact,
            boolean untilAllViolated,
            int workers,
            Set<Reduction> reductions) {
        this.monitors = List.copyOf(monitors);
        this.bounds = bounds;
        this.exact = exact;
        this.untilAllViolated = untilAllViolated;
        this.workers = workers;
        this.reductions = Set.copyOf(reductions);
    }

    /** A search that judges these properties, without bounds, telling states apart by fingerprints. */
    public static <M extends State> Exhaustive<M> of(List<? extends Monitor<M>> monitors) {
        return new Exhaustive<>(List.copyOf(monitors), Bounds.WIDE, false, false, 1, Set.of());
    }

    public Exhaustive<M> within(Bounds bounds) {
        return new Exhaustive<>(monitors, bounds, exact, untilAllViolated, workers, reductions);
    }

    /** Tells states apart by equality: nothing is left to chance. Slower, and takes more room. */
    public Exhaustive<M> exactly() {
        return new Exhaustive<>(monitors, bounds, true, untilAllViolated, workers, reductions);
    }

    /** Ends as soon as every property has been violated. */
    public Exhaustive<M> untilAllViolated() {
        return new Exhaustive<>(monitors, bounds, exact, true, workers, reductions);
    }

    /**
     * So many threads take and judge the steps, while the search itself keeps its order: it finds the same, down to every count
     * and every run. Properties must keep nothing in themselves. One thread does it all if nothing else is said.
     */
    public Exhaustive<M> workers(int workers) {
        return new Exhaustive<>(monitors, bounds, exact, untilAllViolated, workers, reductions);
    }

    /** Leaves out what these reductions say makes no difference. */
    public Exhaustive<M> reduced(Set<Reduction> reductions) {
        return new Exhaustive<>(monitors, bounds, exact, untilAllViolated, workers, reductions);
    }

    /** Everything that can happen from this world. */
    public Exploration<M> explore(World<M> start) {
        return explore(List.of(start));
    }

    /** Everything that can happen from any of these worlds. */
    public Exploration<M> explore(List<World<M>> starts) {
        return new Search<>(monitors, bounds, keys(), exact, untilAllViolated, starts, null, workers, local()).run();
    }

    /** Everything that can happen with any operations of an alphabet. */
    public Exploration<M> explore(Alphabet<M> alphabet) {
        return new Search<>(
                        monitors,
                        bounds,
                        keys(),
                        exact,
                        untilAllViolated,
                        List.of(alphabet.idle()),
                        alphabet,
                        workers,
                        local())
                .run();
    }

    private @Nullable LocalSteps<M> local() {
        if (!reductions.contains(Reduction.LOCAL_STEPS)) {
            return null;
        }
        String refused = Reduction.LOCAL_STEPS.refusedBy(monitors);
        if (refused != null) {
            throw new IllegalArgumentException(refused);
        }
        return new LocalSteps<>(program -> monitors.stream().noneMatch(m -> m.looksInside(program)));
    }

    private Keys<M> keys() {
        return exact ? new Keys.Exact<>() : Keys.fingerprints();
    }
}
