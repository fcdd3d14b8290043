package io.mmcheck.suite;

import static io.mmcheck.suite.MmAssertions.assertThat;
import static io.mmcheck.suite.MmAssertions.assertThatTrace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.explore.Bounds;
import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

class MmAssertionsTest {
    private static final Kernel BROKEN = Kernels.parse("today+dirty-bit-not-copied");
    private static final Property DIRTY = Properties.named("dirty-carried");

    @Test
    void aKernelHoldsAPropertyOrItDoesNot() {
        assertThat(Kernel.TODAY)
                .holds(DIRTY)
                .within(check -> check.withTries(20).withThreads(1))
                .within(Bounds.ofPreemptions(1), "empty", "map p0 0 1; store p0 0 2", "reclaim p0 0");
        assertThatThrownBy(() -> assertThat(BROKEN).holds(DIRTY))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("VIOLATED  dirty-carried")
                .hasMessageContaining("-Dmm.trace=mm1.");
    }

    @Test
    void aKernelIsKnownToBeBrokenOrItIsNot() {
        assertThat(BROKEN).violates(DIRTY);
        assertThatThrownBy(() -> assertThat(Kernel.TODAY).violates(DIRTY))
                .hasMessageContaining("dirty-carried is not violated");
    }

    @Test
    void aSearchThatIsCutDoesNotPass() {
        HoldsAssert holds = assertThat(Kernel.TODAY).holds(DIRTY);
        assertThatThrownBy(() -> holds.within(Bounds.WIDE.states(3), "empty", "map p0 0 1"))
                .hasMessageContaining("did not close");
    }

    @Test
    void aTraceReplaysOnTheKernelThatHasTheFault() {
        CheckResult result =
                Checker.run(CheckRequest.of(BROKEN, List.of(DIRTY), 1).withTries(200));
        Counterexample found = result.violated().get(0).counterexample();
        Trace trace = Trace.parse(found.fileName(), found.text());
        assertThat(trace).replays().violates(DIRTY);
        assertThatTrace(found.token()).replays();
        assertThatThrownBy(() -> assertThat(trace).on(Kernel.TODAY).replays()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(trace).holds(DIRTY)).hasMessageContaining("violates dirty-carried");
        assertThat(found.scenario()).violates(DIRTY).on(Kernel.TODAY).holds(DIRTY);
        assertThat(ScenarioShrinker.shrink(found.scenario(), DIRTY, Kernel.TODAY))
                .isNull();
    }
}
