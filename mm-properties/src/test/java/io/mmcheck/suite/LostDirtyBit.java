package io.mmcheck.suite;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.Setup;
import io.mmcheck.history.Kernels;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import io.mmcheck.scenario.Trace;
import java.util.List;
import java.util.Objects;

/** A violation that needs no luck: one operation, found by exhaustive search and shrunk. */
public final class LostDirtyBit {
    public static final Kernel KERNEL = Kernels.parse("today+dirty-bit-not-copied");
    public static final Property PROPERTY = Properties.named("dirty-carried");
    public static final Setup<Machine> SETUP = Setups.of("mapped-dirty", Config.SEARCH);

    private LostDirtyBit() {}

    public static Counterexample shrunk() {
        Case<Machine> two = new Case<>(
                SETUP,
                List.of(List.of(Actions.parse("migrate-to-device p0 0 1 0")), List.of(Actions.parse("load p0 0"))));
        Found<Machine> found = Exhaustive.of(List.of(PROPERTY))
                .within(Bounds.ofPreemptions(1))
                .explore(two.world(KERNEL))
                .found(PROPERTY.id());
        return ScenarioShrinker.shrink(Objects.requireNonNull(found), SETUP, PROPERTY, KERNEL);
    }

    public static Trace trace() {
        Counterexample found = shrunk();
        return Trace.parse(found.fileName(), found.text());
    }
}
