package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnotationsTest {
    @Test
    void onlyWhereARunnerListens() throws Exception {
        assertThat(Annotations.wanted("auto", Map.of("GITHUB_ACTIONS", "true"))).isTrue();
        assertThat(Annotations.wanted("auto", Map.of("CI", "true"))).isFalse();
        assertThat(Annotations.wanted("true", Map.of())).isTrue();
        assertThat(Annotations.wanted("false", Map.of("GITHUB_ACTIONS", "true")))
                .isFalse();
        assertThatThrownBy(() -> Annotations.wanted("maybe", Map.of())).hasMessageContaining("auto, true or false");
    }

    @Test
    void oneForEachViolationThatNobodyExpects() throws Exception {
        Results results =
                Samples.results(Samples.held("a"), Samples.violated("b", "v5.19"), Samples.violated("c", "today"));
        assertThat(Annotations.lines(results, Expectation.parse("c"), Sources.NONE, Path.of("target")))
                .hasSize(1)
                .allMatch(line ->
                        line.startsWith("::error file=") && line.contains("title=mmcheck%3A b::on kernel v5.19"));
    }

    @Test
    void noNameIsACommandOfItsOwn() throws Exception {
        String hostile = "a\n::set-output name=x::y\r\n%0A::error::,:\u202E\u001B[2J<script>" + "x".repeat(10_000);
        List<String> lines = Annotations.lines(
                Samples.results(Samples.violated(hostile, hostile)),
                Expectation.NOTHING,
                Sources.NONE,
                Path.of("target"));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).doesNotContain("\n", "\r", "\u202E", "\u001B").contains("%0A", "%250A");
        String properties =
                lines.get(0).substring("::error ".length(), lines.get(0).indexOf("::", 8));
        assertThat(properties.split(",")).hasSize(3);
    }
}
