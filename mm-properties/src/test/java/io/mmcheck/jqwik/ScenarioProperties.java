package io.mmcheck.jqwik;

import static io.mmcheck.suite.MmAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.history.DirtyBitNotCopied;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Generator;
import io.mmcheck.scenario.Scenario;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.domains.Domain;

class ScenarioProperties {
    private static final io.mmcheck.property.Property DIRTY = Properties.named("dirty-carried");

    @Property(tries = 30)
    void aScenarioIsProvided(@ForAll Scenario scenario) {
        assertThat(scenario.kernel()).isEqualTo("today");
        assertThat(scenario.size()).isBetween(1, Generator.MOST_OPERATIONS);
        assertThat(scenario).holds(Properties.named("no-lost-write")).holds(DIRTY);
    }

    @Property(tries = 3)
    @Domain(MmDomain.class)
    void theDomainProvidesItToo(@ForAll Scenario scenario) {
        assertThat(scenario).holds(DIRTY);
    }

    @Example
    void aScenarioAloneDoesNotShrink() {
        assertThat(drawn(Scenarios.on(Kernel.TODAY)).findFirst().orElseThrow().shrink())
                .isEmpty();
    }

    @Example
    void aViolationShrinksToTheCounterexampleInOneStep() {
        Kernel kernel = Kernel.TODAY.with(new DirtyBitNotCopied());
        Optional<Shrinkable<Scenario>> failing = drawn(Scenarios.on(kernel, DIRTY))
                .filter(one -> one.shrink().findAny().isPresent())
                .findFirst();
        List<Shrinkable<Scenario>> shrunk = failing.orElseThrow().shrink().toList();
        assertThat(shrunk).hasSize(1);
        assertThat(shrunk.get(0).shrink()).isEmpty();
        assertThat(shrunk.get(0).distance()).isLessThan(failing.orElseThrow().distance());
        Scenario least = shrunk.get(0).value();
        assertThat(least.size()).isLessThan(5);
        assertThat(least).violates(DIRTY).on(Kernel.TODAY).holds(DIRTY);
    }

    private static Stream<Shrinkable<Scenario>> drawn(Arbitrary<Scenario> scenarios) {
        Random random = new Random(1);
        return Stream.generate(() -> scenarios.generator(1000).next(random)).limit(400);
    }
}
