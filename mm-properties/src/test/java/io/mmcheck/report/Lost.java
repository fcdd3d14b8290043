package io.mmcheck.report;

import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Found;
import io.mmcheck.history.DirtyBitNotCopied;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Scenario;
import io.mmcheck.scenario.Setups;
import io.mmcheck.scenario.Trace;
import java.util.List;
import java.util.Objects;

/** A lost dirty bit, for tests: the shortest run of two threads that shows it. */
record Lost(Found<Machine> found, Trace trace) {
    static final DirtyBitNotCopied PATCH = new DirtyBitNotCopied();
    static final Kernel KERNEL = Kernel.TODAY.with(PATCH);

    static Lost bit() {
        Config config = Config.SEARCH.withCpus(2);
        List<List<Operation<Machine>>> script =
                List.of(List.of(Actions.parse("migrate-to-device p0 0 1 0")), List.of(Actions.parse("load p0 0")));
        World<Machine> start =
                World.of(KERNEL, Setups.of("mapped-dirty", config).machine(), script);
        Found<Machine> found = Objects.requireNonNull(Exhaustive.of(List.of(Properties.named("dirty-carried")))
                .explore(start)
                .found("dirty-carried"));
        Scenario scenario = new Scenario(KERNEL.name(), "mapped-dirty", config, script, found.schedule());
        return new Lost(found, Trace.of(scenario, "dirty-carried", found.reason(), found.run(), null));
    }
}
