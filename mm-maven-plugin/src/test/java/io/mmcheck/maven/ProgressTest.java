package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.run.Answer;
import io.mmcheck.run.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<String> log = new ArrayList<>();
    private final StringWriter terminal = new StringWriter();
    private long seconds;

    private Progress progress(PrintWriter to) {
        return new Progress(to, log::add, () -> seconds * 1_000_000_000L);
    }

    private static Message done(long runs) {
        List<Message> sent = new ArrayList<>();
        Answer answer = sent::add;
        answer.progress("v5.19\r\n", runs, 1000, "runs", 2);
        return sent.get(0);
    }

    @Test
    void aLogHasALineEveryThirtySeconds() {
        Progress progress = progress(null);
        for (seconds = 0; seconds <= 95; seconds++) {
            progress.take(done(10 * seconds));
        }
        progress.clear();
        assertThat(log)
                .containsExactly(
                        "  v5.19??: 300 of 1,000 runs, 10 a second, 2 violations so far",
                        "  v5.19??: 600 of 1,000 runs, 10 a second, 2 violations so far",
                        "  v5.19??: 900 of 1,000 runs, 10 a second, 2 violations so far");
        assertThat(String.join("", log)).doesNotContain("\r");
    }

    @Test
    void aSearchDoesNotKnowHowFarItHasToGo() {
        List<Message> sent = new ArrayList<>();
        Answer answer = sent::add;
        Progress progress = progress(null);
        seconds = 40;
        answer.progress("today", 80_000, 0, "steps, search 2 of 4", 0);
        progress.take(sent.get(0));
        assertThat(log).containsExactly("  today: 80,000 steps, search 2 of 4, 2,000 a second, 0 violations so far");
    }

    @Test
    void aTerminalHasOneLiveLineThatGoesAway() {
        Progress progress = progress(new PrintWriter(terminal));
        seconds = 1;
        progress.take(done(10));
        seconds = 2;
        progress.take(done(20));
        assertThat(terminal.toString())
                .startsWith("\rv5.19??: 10 of 1,000 runs")
                .contains("\rv5.19??: 20 of");
        progress.clear();
        assertThat(terminal.toString()).endsWith(" \r").doesNotContain("\n");
        String all = terminal.toString();
        progress.clear();
        assertThat(terminal.toString()).isEqualTo(all);
        assertThat(log).isEmpty();
    }

    @Test
    void nobodySitsAtAQuietBuild() {
        assertThat(Progress.terminal(true, true)).isNull();
        assertThat(Progress.terminal(false, false)).isNull();
    }
}
