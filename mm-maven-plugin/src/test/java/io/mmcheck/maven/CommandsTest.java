package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.report.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final List<String> AGAIN = List.of("check", "-Dmm.seed=5");

    @Test
    void oneReplaysAndOneKeeps() {
        Verdict verdict = Samples.violated("b", "v5.19");
        assertThat(new Commands("mvn mm:", "target/mm-reports", AGAIN, null, false).after(verdict, verdict.shown()))
                .containsExactly(
                        "  Replay:  mvn mm:replay -Dmm.trace=target/mm-reports/counterexamples/b-7c1e.mmtrace",
                        "  Keep:    mvn mm:check -Dmm.kernel=v5.19 -Dmm.seed=5 -Dmm.save");
    }

    @Test
    void aShellReadsThemAsOneArgumentEach() {
        Verdict verdict = Samples.violated("b", "it's mine");
        assertThat(new Commands("mvn mm:", "my reports", AGAIN, "my bugs", false).after(verdict, verdict.shown()))
                .containsExactly(
                        "  Replay:  mvn mm:replay -Dmm.trace='my reports/counterexamples/b-7c1e.mmtrace'",
                        "  Keep:    mvn mm:check -Dmm.kernel='it'\\''s mine' -Dmm.seed=5 -Dmm.counterexamples='my bugs' -Dmm.save");
    }

    @Test
    void whatIsKeptNeedsNoCommandForThat() {
        Verdict verdict = Samples.violated("b", "v5.19");
        assertThat(new Commands("mvn mm:", "target/mm-reports", AGAIN, null, true).after(verdict, verdict.shown()))
                .hasSize(1);
    }
}
