package io.mmcheck.scenario;

import io.mmcheck.explore.Case;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.Walk;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A random run as the generator draws it: what the threads did is drawn while it runs.
 *
 * @param setup the name of the machine it started from
 * @param config the sizes of that machine
 * @param script the operations of each thread, as it turned out
 * @param walk the run; its threads had no script yet
 */
public record Draw(String setup, Config config, List<List<Operation<Machine>>> script, Walk<Machine> walk) {
    public Draw {
        script = script.stream().map(List::copyOf).toList();
    }

    public Case<Machine> scenario() {
        return new Case<>(Setups.of(setup, config), script);
    }

    public World<Machine> start(Kernel kernel) {
        return scenario().world(kernel);
    }

    /** What this run showed of a property, as a run of the script; null if nothing. */
    public @Nullable Found<Machine> found(String property) {
        Found<Machine> found = walk.found().get(property);
        return found == null ? null : found.onto(start(walk.run().start().kernel()));
    }

    public int size() {
        return script.stream().mapToInt(List::size).sum();
    }
}
