package io.mmcheck.suite;

import io.mmcheck.explore.Found;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Draw;
import io.mmcheck.scenario.Scenario;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shrinker of every check, for a scenario that comes from somewhere else. */
public final class ScenarioShrinker {
    private ScenarioShrinker() {}

    /** The shrunk counterexample, or null if the scenario does not violate the property on this kernel. */
    public static @Nullable Counterexample shrink(Scenario scenario, Property property, Kernel kernel) {
        Found<Machine> found = Replayer.found(scenario, kernel, property);
        if (found == null) {
            return null;
        }
        // The last number seeds the random runs by which the shrinker begins: a fixed one, so that it shrinks to the
        // same bytes.
        Draw draw = new Draw(scenario.setup(), scenario.config(), scenario.script(), 1);
        return new Shrinker(kernel, List.of()).shrunk(property, new Tries.First(0, draw, found));
    }
}
