package io.mmcheck.run;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Setup;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Setups;
import io.mmcheck.suite.Counterexample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which patches of a kernel a counterexample needs: without such a one no schedule of the same operations violates the property.
 * It is what a bisection would end at.
 */
final class Needed {
    private static final int STATES = 50_000;
    /** An outer guard far from what so many states take: the number of states decides, on a slow machine too. */
    private static final Duration TIME = Duration.ofMinutes(2);

    private Needed() {}

    /** The patches without which it certainly does not happen; empty on today's kernel. */
    static List<Patch> of(Counterexample found, Property property, Kernel kernel) {
        List<Patch> needed = new ArrayList<>();
        for (Patch patch : kernel.patches()) {
            if (needs(found, property, kernel, patch)) {
                needed.add(patch);
            }
        }
        return needed;
    }

    private static boolean needs(Counterexample found, Property property, Kernel kernel, Patch patch) {
        List<Patch> others = kernel.patches().stream().filter(p -> p != patch).toList();
        Kernel without;
        try {
            without = Kernel.of(kernel.name() + "-" + patch.id(), others);
        } catch (IllegalArgumentException e) {
            return false; // another patch builds on it
        }
        int preemptions = property.liveness() ? Bounds.UNBOUNDED : found.preemptions();
        Setup<Machine> setup =
                Setups.of(found.scenario().setup(), found.scenario().config());
        Exploration<Machine> seen = Exhaustive.of(List.of(property))
                .within(new Bounds(preemptions, STATES, TIME))
                .untilAllViolated()
                .explore(World.of(without, setup.machine(), found.scenario().script()));
        return seen.complete() && seen.holds(property);
    }
}
