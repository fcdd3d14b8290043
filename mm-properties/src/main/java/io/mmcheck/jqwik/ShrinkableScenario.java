package io.mmcheck.jqwik;

import io.mmcheck.program.Kernel;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Scenario;
import io.mmcheck.suite.Counterexample;
import io.mmcheck.suite.ScenarioShrinker;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * A scenario that shrinks in one step, to the counterexample that every other part of this library shows too.
 *
 * @param value the scenario
 * @param property what it is to violate
 * @param kernel where
 */
public record ShrinkableScenario(Scenario value, Property property, Kernel kernel) implements Shrinkable<Scenario> {
    @Override
    public Stream<Shrinkable<Scenario>> shrink() {
        Counterexample found = ScenarioShrinker.shrink(value, property, kernel);
        if (found == null) {
            return Stream.empty();
        }
        Scenario shrunk = found.scenario();
        return distance(shrunk).compareTo(distance()) < 0
                ? Stream.of(Shrinkable.unshrinkable(shrunk, distance(shrunk)))
                : Stream.empty();
    }

    @Override
    public ShrinkingDistance distance() {
        return distance(value);
    }

    private static ShrinkingDistance distance(Scenario scenario) {
        return ShrinkingDistance.of(
                scenario.size(), scenario.schedule().segments().size());
    }
}
