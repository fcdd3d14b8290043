package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void blanksSeparate() {
        assertThat(CommandLine.split("  -Xmx1g   -ea\t-Da=b ")).containsExactly("-Xmx1g", "-ea", "-Da=b");
        assertThat(CommandLine.split("")).isEmpty();
    }

    @Test
    void quotesHoldTogether() {
        assertThat(CommandLine.split("-Da=\"b c\" '-Dd=e f' \"\"")).containsExactly("-Da=b c", "-Dd=e f", "");
    }

    @Test
    void anOpenQuoteIsNamed() {
        assertThatThrownBy(() -> CommandLine.split("-Da=\"b")).hasMessageContaining("left open");
    }

    @Test
    void ourArgumentsGiveWayToTheUsers() {
        assertThat(Jvm.arguments("", "false")).contains("-XX:+UseParallelGC", "-XX:NewRatio=1");
        assertThat(Jvm.arguments("-XX:+UseZGC", "false")).doesNotContain("-XX:+UseParallelGC", "-XX:NewRatio=1");
        assertThat(Jvm.arguments("-Xmn1g", "false"))
                .contains("-XX:+UseParallelGC")
                .doesNotContain("-XX:NewRatio=1");
        assertThat(Jvm.arguments("", "true").toString()).contains("jdwp");
        assertThat(Jvm.arguments("", "-Xint")).contains("-Xint");
    }
}
