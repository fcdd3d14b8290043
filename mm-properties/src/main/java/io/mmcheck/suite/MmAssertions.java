package io.mmcheck.suite;

import io.mmcheck.program.Kernel;
import io.mmcheck.scenario.Scenario;
import io.mmcheck.scenario.Trace;
import io.mmcheck.scenario.TraceToken;

/** Where the assertions of this library begin; they go together with AssertJ's own. */
public final class MmAssertions {
    private MmAssertions() {}

    /** Searches the runs of a kernel. */
    public static KernelAssert assertThat(Kernel kernel) {
        return new KernelAssert(kernel);
    }

    /** Runs a saved counterexample again, on the kernel that it names. */
    public static TraceAssert assertThat(Trace trace) {
        return new TraceAssert(trace, null);
    }

    /** Runs a scenario, on the kernel that it names. */
    public static ScenarioAssert assertThat(Scenario scenario) {
        return new ScenarioAssert(scenario, null);
    }

    /** As {@link #assertThat(Trace)}, for the word that stands behind {@code -Dmm.trace=} in a failure. */
    public static TraceAssert assertThatTrace(String token) {
        return assertThat(Trace.parse("mm.trace", TraceToken.text(token)));
    }
}
