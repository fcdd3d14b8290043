package io.mmcheck.suite;

import io.mmcheck.explore.Case;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.Setup;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Scenario;
import io.mmcheck.scenario.Setups;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shrinker of every check, for a scenario that comes from somewhere else. */
public final class ScenarioShrinker {
    private ScenarioShrinker() {}

    /**
     * The shrunk form of what a search found, which need not have been a random one.
     *
     * @param setup from where it was found; no other is tried
     */
    public static Counterexample shrink(Found<Machine> found, Setup<Machine> setup, Property property, Kernel kernel) {
        Case<Machine> failing = new Case<>(setup, script(found.run()));
        Found<Machine> scripted = found.onto(failing.world(kernel));
        return new Shrinker(kernel, List.of(setup.name())).shrunk(property, new Tries.First(0, failing, scripted));
    }

    /** What each thread began. */
    private static List<List<Operation<Machine>>> script(Run<Machine> run) {
        List<List<Operation<Machine>>> script = new ArrayList<>();
        for (int thread = 0; thread < run.start().threads(); thread++) {
            script.add(new ArrayList<>());
        }
        for (int i = 0; i < run.steps(); i++) {
            Operation<Machine> started = run.moved(i).started();
            if (started != null) {
                script.get(run.moved(i).thread()).add(started);
            }
        }
        return script;
    }

    /** The shrunk counterexample, or null if the scenario does not violate the property on this kernel. */
    public static @Nullable Counterexample shrink(Scenario scenario, Property property, Kernel kernel) {
        Found<Machine> found = Replayer.found(scenario, kernel, property);
        if (found == null) {
            return null;
        }
        Case<Machine> failing = new Case<>(Setups.of(scenario.setup(), scenario.config()), scenario.script());
        return new Shrinker(kernel, List.of()).shrunk(property, new Tries.First(0, failing, found));
    }
}
