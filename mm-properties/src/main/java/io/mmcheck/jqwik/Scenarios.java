package io.mmcheck.jqwik;

import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Draw;
import io.mmcheck.scenario.Generator;
import io.mmcheck.scenario.Scenario;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Shrinkable;

/** The scenarios of the one generator as arbitraries: random only, without edge cases, one for each try. */
public final class Scenarios {
    private Scenarios() {}

    /** Runs of a kernel. They do not shrink: without a property nobody knows what of a run matters. */
    public static Arbitrary<Scenario> on(Kernel kernel) {
        return Arbitraries.fromGenerator(random -> Shrinkable.unshrinkable(draw(kernel, random)));
    }

    /** Runs of a kernel that shrink to what the exact shrinker makes of a violation of this property. */
    public static Arbitrary<Scenario> on(Kernel kernel, Property property) {
        return Arbitraries.fromGenerator(random -> new ShrinkableScenario(draw(kernel, random), property, kernel));
    }

    private static Scenario draw(Kernel kernel, Random random) {
        Draw draw = Generator.standard().draw(kernel, RandomWalk.of(List.of()), random.nextLong(), 0);
        Run<Machine> run = draw.walk().run();
        return new Scenario(kernel.name(), draw.setup(), draw.config(), draw.script(), run.schedule());
    }
}
