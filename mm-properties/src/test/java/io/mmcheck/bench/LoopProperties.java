package io.mmcheck.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Walk;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Draw;
import io.mmcheck.scenario.Generator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingMode;

/** What {@link JqwikRow} measures: a try of the random search as a try of jqwik, with the same generator. */
class LoopProperties {
    private static final RandomWalk<Machine> WALK = RandomWalk.of(List.<Monitor<Machine>>copyOf(Properties.all()));

    static long steps;

    @Property(generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void everyRunTakesAStep(@ForAll("draws") Draw draw) {
        Walk<Machine> walk = draw.walk();
        assertThat(walk.run().steps()).isPositive();
        steps += walk.run().steps();
    }

    @Provide
    Arbitrary<Draw> draws() {
        Generator generator = Generator.standard();
        return Arbitraries.fromGenerator(
                random -> Shrinkable.unshrinkable(generator.draw(Kernel.TODAY, WALK, random.nextLong(), 0)));
    }
}
