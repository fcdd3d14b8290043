package io.mmcheck.suite;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.Minimizer;
import io.mmcheck.explore.Path;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Setup;
import io.mmcheck.explore.Shrunk;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.ActionRenaming;
import io.mmcheck.scenario.Setups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a failing try to the counterexample that is shown. Runs that follow the failing one first make the scenario small enough
 * to be searched; then {@link Minimizer} makes it as small as it gets; then it is put on as few threads as it needs. All of that
 * is bounded by numbers of runs and states, not by time, so that the same failure shrinks to the same bytes everywhere.
 */
final class Shrinker {
    /** Every bug known needs fewer preemptions; with a fixed number the result does not depend on the run that failed. */
    private static final int PREEMPTIONS = 2;

    private static final long STATES = 150_000;

    /** An outer guard: what it cuts is reported as not proven. */
    private static final Duration TIME = Duration.ofSeconds(60);

    private final Kernel kernel;
    private final List<String> setups;
    private final ActionRenaming renaming = new ActionRenaming();

    /** Only these setups are tried; empty is all. */
    Shrinker(Kernel kernel, List<String> setups) {
        this.kernel = kernel;
        this.setups = setups;
    }

    /** The violation as it was met. */
    Counterexample asFound(Property property, Tries.First first) {
        return Counterexamples.of(kernel, property, first, first.scenario(), first.found(), null);
    }

    /** The violation, shrunk; as it was met if it is too large to be searched. */
    Counterexample shrunk(Property property, Tries.First first) {
        Case<Machine> failing = reduced(property, begun(first.scenario(), first.found()), first.found());
        Shrunk<Machine> shrunk = minimized(property, failing, PREEMPTIONS);
        if (shrunk == null) {
            shrunk = minimized(property, failing, first.found().run().preemptions());
        }
        if (shrunk == null) {
            return asFound(property, first);
        }
        shrunk = onFewerThreads(property, shrunk);
        return Counterexamples.of(kernel, property, first, shrunk.scenario(), shrunk.found(), shrunk.certificate());
    }

    private @Nullable Shrunk<Machine> minimized(Property property, Case<Machine> failing, int preemptions) {
        return new Minimizer<>(kernel, property, renaming, bounds(preemptions)).shrink(failing, starts(failing));
    }

    private static Bounds bounds(int preemptions) {
        return new Bounds(preemptions, STATES, TIME);
    }

    /** From where the shrinker may start: nothing touched if that is allowed, then where the failing run started. */
    private List<Setup<Machine>> starts(Case<Machine> failing) {
        Config config = failing.setup().machine().config();
        boolean other = setups.isEmpty() || setups.contains(Setups.EMPTY);
        return other && !failing.setup().name().equals(Setups.EMPTY)
                ? List.of(Setups.of(Setups.EMPTY, config), failing.setup())
                : List.of(failing.setup());
    }

    /** The operations of which some step was taken before the violation. */
    private static Case<Machine> begun(Case<Machine> scenario, Found<Machine> found) {
        World<Machine> last =
                found.lasso() == null ? found.run().last() : found.lasso().entry();
        List<List<Operation<Machine>>> script = new ArrayList<>();
        for (int t = 0; t < scenario.script().size(); t++) {
            Frame frame = last.frame(t);
            int begun = last.begun(t) - (frame != null && frame.fresh() ? 1 : 0);
            script.add(scenario.script().get(t).subList(0, begun));
        }
        Case<Machine> begun = new Case<>(scenario.setup(), script);
        return begun.size() > 0 ? begun : scenario;
    }

    /** Leaves out whatever the violation does without, as runs show that keep to the order of the failing one. */
    private Case<Machine> reduced(Property property, Case<Machine> failing, Found<Machine> found) {
        RandomWalk<Machine> walk = RandomWalk.of(List.of(property));
        Case<Machine> small = failing;
        Path path = Path.of(found.run());
        for (int block = Math.max(1, failing.size() / 2); block >= 1; block /= 2) {
            for (int at = small.size() - block; at >= 0; at--) {
                if (small.size() > block && at + block <= small.size()) {
                    Case<Machine> smaller = small.without(at, block);
                    Path shorter = without(path, small, at, block);
                    if (walk.follow(smaller.world(kernel), shorter).found().containsKey(property.id())) {
                        small = smaller;
                        path = shorter;
                    }
                }
            }
        }
        return small;
    }

    private static Path without(Path path, Case<Machine> scenario, int first, int count) {
        Path left = path;
        int last = first + count - 1;
        int n = scenario.size();
        for (int t = scenario.script().size() - 1; t >= 0; t--) {
            for (int i = scenario.script().get(t).size() - 1; i >= 0; i--) {
                n--;
                if (n >= first && n <= last) {
                    left = left.without(t, i);
                }
            }
        }
        return left;
    }

    /** One thread less as long as some way to share out the operations, in the order in which they began, still violates. */
    private Shrunk<Machine> onFewerThreads(Property property, Shrunk<Machine> shrunk) {
        Shrunk<Machine> best = shrunk;
        for (int n = 1; n < best.scenario().script().size(); n++) {
            for (Case<Machine> candidate : shares(best, n)) {
                Exhaustive<Machine> search = Exhaustive.of(List.of(property))
                        .within(bounds(property.liveness() ? Bounds.UNBOUNDED : PREEMPTIONS))
                        .untilAllViolated();
                if (search.explore(candidate.world(kernel)).found(property.id()) != null) {
                    Shrunk<Machine> fewer = new Minimizer<>(kernel, property, renaming, bounds(PREEMPTIONS))
                            .shrink(candidate, List.of(candidate.setup()));
                    if (fewer != null
                            && fewer.scenario().size() <= best.scenario().size()) {
                        return fewer;
                    }
                }
            }
        }
        return best;
    }

    private static List<Case<Machine>> shares(Shrunk<Machine> shrunk, int threads) {
        List<Operation<Machine>> inOrder = inOrder(shrunk);
        Setup<Machine> old = shrunk.scenario().setup();
        Setup<Machine> setup = Setups.of(old.name(), old.machine().config().withCpus(threads));
        int[] owner = new int[inOrder.size()];
        List<Case<Machine>> shares = new ArrayList<>();
        share(inOrder, owner, 1, threads, setup, shares);
        return shares;
    }

    /** Every way to give operations to threads in which thread n comes in after thread n - 1. */
    private static void share(
            List<Operation<Machine>> operations,
            int[] owner,
            int next,
            int threads,
            Setup<Machine> setup,
            List<Case<Machine>> shares) {
        if (next >= owner.length) {
            List<List<Operation<Machine>>> script = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                List<Operation<Machine>> own = new ArrayList<>();
                for (int i = 0; i < owner.length; i++) {
                    if (owner[i] == t) {
                        own.add(operations.get(i));
                    }
                }
                script.add(own);
            }
            if (script.stream().noneMatch(List::isEmpty)) {
                shares.add(new Case<>(setup, script));
            }
            return;
        }
        int used = 0;
        for (int i = 0; i < next; i++) {
            used = Math.max(used, owner[i] + 1);
        }
        for (int t = 0; t < Math.min(threads, used + 1); t++) {
            owner[next] = t;
            share(operations, owner, next + 1, threads, setup, shares);
        }
    }

    private static List<Operation<Machine>> inOrder(Shrunk<Machine> shrunk) {
        List<Operation<Machine>> inOrder = new ArrayList<>();
        List<List<Operation<Machine>>> script = shrunk.scenario().script();
        int[] taken = new int[script.size()];
        for (World<Machine> world : shrunk.found().run().worlds()) {
            if (world.moved() != null && world.moved().started() != null) {
                int t = world.moved().thread();
                inOrder.add(script.get(t).get(taken[t]++));
            }
        }
        for (int t = 0; t < taken.length; t++) {
            inOrder.addAll(script.get(t).subList(taken[t], script.get(t).size()));
        }
        return inOrder;
    }
}
