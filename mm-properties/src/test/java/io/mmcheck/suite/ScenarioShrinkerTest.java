package io.mmcheck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScenarioShrinkerTest {
    @Test
    void whatASearchFoundBecomesWhatACheckShows() {
        Counterexample found = LostDirtyBit.shrunk();
        assertThat(found.property()).isEqualTo("dirty-carried");
        assertThat(found.operations()).isEqualTo(1);
        assertThat(found.preemptions()).isZero();
        assertThat(found.proof()).isEqualTo(Counterexample.Proof.MINIMAL);
        assertThat(found.scenario().setup()).isEqualTo("mapped-dirty");
        assertThat(found.scenario().threads()).isEqualTo(1);
        assertThat(found.fileName()).matches("dirty-carried-[0-9a-f]{4}\\.mmtrace");
    }

    @Test
    void theSameBytesEachTime() {
        assertThat(LostDirtyBit.shrunk().text()).isEqualTo(LostDirtyBit.shrunk().text());
    }

    @Test
    void itsStepsAreToldUpToTheOneThatViolates() {
        Counterexample found = LostDirtyBit.shrunk();
        assertThat(found.lines()).hasSize(found.steps());
        assertThat(found.lines().get(0).started()).isEqualTo("migrate-to-device p0 0 1 0");
        assertThat(found.lines().stream().filter(TraceLine::offending))
                .singleElement()
                .isEqualTo(found.lines().get(found.steps() - 1));
        assertThat(found.loop()).isEmpty();
    }
}
