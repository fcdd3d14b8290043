package io.mmcheck.suite;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Found;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractAssert;

/** What has held in the runs of {@link KernelAssert}, to be looked for further. */
public final class HoldsAssert extends AbstractAssert<HoldsAssert, Kernel> {
    private final List<Property> properties;

    HoldsAssert(Kernel kernel, List<Property> properties) {
        super(kernel, HoldsAssert.class);
        this.properties = List.copyOf(properties);
    }

    /** Nor does any random run of other numbers: {@code within(check -> check.withTries(1000).withThreads(2))}. */
    public HoldsAssert within(UnaryOperator<CheckRequest> numbers) {
        check(numbers.apply(request()));
        return this;
    }

    /**
     * Nor does any schedule at all of one scenario, within these bounds. A search that its bounds cut before it has seen
     * everything fails too.
     *
     * @param setup from where
     * @param threads the operations of each thread: {@code "map p0 0; store p0 0 2"}
     */
    public HoldsAssert within(Bounds bounds, String setup, String... threads) {
        List<List<Operation<Machine>>> script = new ArrayList<>();
        for (String thread : threads) {
            List<Operation<Machine>> operations = new ArrayList<>();
            for (String text : thread.split(";", -1)) {
                if (!text.isBlank()) {
                    operations.add(Actions.parse(text));
                }
            }
            script.add(operations);
        }
        Config config = Config.SEARCH.withCpus(threads.length);
        Case<Machine> scenario = new Case<>(Setups.of(setup, config), script);
        Exploration<Machine> seen = Exhaustive.of(properties).within(bounds).explore(scenario.world(actual));
        for (Found<Machine> found : seen.found().values()) {
            throw failure(
                    "%s",
                    "kernel " + actual.name() + " violates " + found.monitor() + "\n  lost    " + found.reason()
                            + "\n  run     " + scenario.text() + "\n  schedule "
                            + found.schedule().segments());
        }
        if (!seen.complete()) {
            throw failure("%s", "the search of " + scenario.text() + " did not close: " + seen);
        }
        return this;
    }

    CheckRequest request() {
        return CheckRequest.of(actual, properties, KernelAssert.SEED).withTries(KernelAssert.TRIES);
    }

    void check(CheckRequest request) {
        CheckResult result = Checker.run(request);
        if (!CheckText.passed(result)) {
            throw failure("%s", CheckText.of(result));
        }
    }
}
