package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FormatTest {
    @Test
    void namesSeparatedByCommas() throws Exception {
        assertThat(Format.parse("text, json")).containsExactly(Format.TEXT, Format.JSON);
        assertThat(Format.parse("")).isEmpty();
    }

    @Test
    void whatComesLaterIsRefusedUntilItComes() {
        for (String later : new String[] {"annotations"}) {
            assertThatThrownBy(() -> Format.parse("text," + later))
                    .hasMessage("mm.formats: this version writes no '" + later
                            + "', only text, junit, json, html, sarif, observations");
        }
    }
}
