package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.report.Verdict;
import org.junit.jupiter.api.Test;

class CommandsTest {
    @Test
    void oneReplaysAndOneKeeps() {
        Verdict verdict = Samples.violated("b", "v5.19");
        assertThat(new Commands("mm", "target/mm-reports", "5", false).after(verdict, verdict.shown()))
                .containsExactly(
                        "  Replay:  mvn mm:replay -Dmm.trace=target/mm-reports/counterexamples/b-7c1e.mmtrace",
                        "  Keep:    mvn mm:check -Dmm.kernel=v5.19 -Dmm.seed=5 -Dmm.save");
    }

    @Test
    void aShellReadsThemAsOneArgumentEach() {
        Verdict verdict = Samples.violated("b", "it's mine");
        assertThat(new Commands("mm", "my reports", "5", false).after(verdict, verdict.shown()))
                .containsExactly(
                        "  Replay:  mvn mm:replay -Dmm.trace='my reports/counterexamples/b-7c1e.mmtrace'",
                        "  Keep:    mvn mm:check -Dmm.kernel='it'\\''s mine' -Dmm.seed=5 -Dmm.save");
    }
}
