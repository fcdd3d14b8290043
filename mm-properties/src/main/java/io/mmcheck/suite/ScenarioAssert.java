package io.mmcheck.suite;

import io.mmcheck.explore.Found;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Scenario;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on one run. */
public final class ScenarioAssert extends AbstractAssert<ScenarioAssert, Scenario> {
    private final @Nullable Kernel kernel;

    ScenarioAssert(Scenario scenario, @Nullable Kernel kernel) {
        super(scenario, ScenarioAssert.class);
        this.kernel = kernel;
    }

    /** The same on another kernel than the one that the scenario names: one with a patch that only the test knows, say. */
    public ScenarioAssert on(Kernel other) {
        return new ScenarioAssert(actual, other);
    }

    /** The property holds in this run. */
    public ScenarioAssert holds(Property property) {
        Found<Machine> violation = found(property);
        if (violation != null) {
            throw failure("%s", actual + " violates " + property.id() + ": " + violation.reason());
        }
        return this;
    }

    /** Each of the properties holds in this run. */
    public ScenarioAssert holdsAll(Iterable<Property> properties) {
        properties.forEach(this::holds);
        return this;
    }

    /** The property is violated in this run. */
    public ScenarioAssert violates(Property property) {
        if (found(property) == null) {
            throw failure("%s", actual + " does not violate " + property.id());
        }
        return this;
    }

    private @Nullable Found<Machine> found(Property property) {
        return Replayer.found(actual, kernel == null ? NamedKernels.of(actual.kernel()) : kernel, property);
    }
}
