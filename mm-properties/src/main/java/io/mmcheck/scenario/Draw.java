package io.mmcheck.scenario;

import io.mmcheck.explore.Case;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.List;

/**
 * A scenario as the generator draws it: who moves when is still to be found out by walking.
 *
 * @param setup the name of the machine to start from
 * @param config the sizes of that machine
 * @param script the operations of each thread
 * @param walk the seed of the schedule, see {@link RandomWalk#walk}
 */
public record Draw(String setup, Config config, List<List<Operation<Machine>>> script, long walk) {
    public Draw {
        script = script.stream().map(List::copyOf).toList();
    }

    public Case<Machine> scenario() {
        return new Case<>(Setups.of(setup, config), script);
    }

    public World<Machine> start(Kernel kernel) {
        return scenario().world(kernel);
    }

    public int size() {
        return script.stream().mapToInt(List::size).sum();
    }
}
