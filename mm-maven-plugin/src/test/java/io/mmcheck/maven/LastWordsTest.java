package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class LastWordsTest {
    private static final class Heard extends SystemStreamLog {
        private final boolean quiet;
        private final List<String> errors = new ArrayList<>();
        private final List<String> infos = new ArrayList<>();

        Heard(boolean quiet) {
            this.quiet = quiet;
        }

        @Override
        public boolean isInfoEnabled() {
            return !quiet;
        }

        @Override
        public void info(CharSequence content) {
            infos.add(content.toString());
        }

        @Override
        public void error(CharSequence error) {
            errors.add(error.toString());
        }
    }

    @Test
    void aQuietBuildHearsTheLastOfThem() {
        Heard log = new Heard(true);
        LastWords words = new LastWords(log);
        for (int i = 0; i < 30; i++) {
            words.line("line " + i);
        }
        words.repeat();
        assertThat(log.errors).hasSize(20).startsWith("[fork] line 10").endsWith("[fork] line 29");
    }

    @Test
    void whoHasHeardThemIsNotToldAgain() {
        Heard log = new Heard(false);
        LastWords words = new LastWords(log);
        words.line("once");
        words.repeat();
        assertThat(log.errors).isEmpty();
        assertThat(log.infos).containsExactly("[fork] once");
    }
}
