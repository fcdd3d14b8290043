package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UntrustedTest {
    @Test
    void textStays() {
        assertThat(Untrusted.line("load a -> 1  größer 漢字 \uD83D\uDE00"))
                .isEqualTo("load a -> 1  größer 漢字 \uD83D\uDE00");
    }

    @Test
    void nothingSteersTheTerminal() {
        assertThat(Untrusted.line("\u001B[2J\rgreen\u0007\u202Eder\b")).isEqualTo("?[2J?green??der?");
    }
}
