package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.report.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    private static final List<Verdict> GREEN = List.of(Samples.held("a"), Samples.held("b"));
    private static final List<Verdict> RED = List.of(Samples.held("a"), Samples.violated("b", "v5.19"));

    @Test
    void withoutOneAViolationFails() {
        for (String text : new String[] {null, "", " ", "false"}) {
            assertThat(Expectation.parse(text).failure(GREEN)).isNull();
            assertThat(Expectation.parse(text).failure(RED)).isEqualTo("1 of 2 properties is violated: b on v5.19");
        }
    }

    @Test
    void somethingNeverSeenFailsToo() {
        Verdict never = Samples.verdict("c", "today", Verdict.Outcome.NEVER_SEEN, null);
        assertThat(Expectation.NOTHING.failure(List.of(never)))
                .isEqualTo("1 of 1 property is violated: c (never seen)");
        assertThat(Expectation.parse("true").failure(List.of(never))).contains("expected");
    }

    @Test
    void anyViolationWillDo() {
        assertThat(Expectation.parse("true").failure(RED)).isNull();
        assertThat(Expectation.parse("true").failure(GREEN))
                .isEqualTo("a violation was expected, but all properties hold");
        assertThat(Expectation.parse("true").expects("whatever")).isTrue();
    }

    @Test
    void aNamedOneIsMissedAndAnotherIsNotExcused() {
        assertThat(Expectation.parse("b").failure(RED)).isNull();
        assertThat(Expectation.parse("a, b").failure(RED))
                .isEqualTo("a violation was expected, but there is none of a");
        assertThat(Expectation.parse("nowhere").failure(RED)).contains("none of nowhere");
        assertThat(Expectation.parse("a")
                        .failure(List.of(Samples.violated("a", "today"), Samples.violated("b", "today"))))
                .isEqualTo("1 of 2 properties is violated: b");
    }

    @Test
    void itHasToBeViolatedOnEachKernel() {
        assertThat(Expectation.parse("b").failure(List.of(Samples.held("b"), Samples.violated("b", "v5.19"))))
                .contains("none of b");
    }
}
