package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Test
    void spansOfTime() {
        assertThat(Durations.parse("90")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Durations.parse("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Durations.parse(" 10 min")).isEqualTo(Duration.ofMinutes(10));
        assertThat(Durations.parse("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(Durations.parse("1h")).isEqualTo(Duration.ofHours(1));
        assertThat(Durations.parse("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Durations.parse("0")).isZero();
    }

    @Test
    void anythingElseIsRefused() {
        for (String text : new String[] {"", "soon", "-1", "10 fortnights", "1.5m"}) {
            assertThatThrownBy(() -> Durations.parse(text)).hasMessageContaining("'" + text + "'");
        }
    }
}
