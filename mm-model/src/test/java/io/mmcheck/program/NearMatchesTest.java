package io.mmcheck.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMatchesTest {
    private static final List<String> NAMES =
            List.of("no-lost-write", "dirty-carried", "no-deadlock", "no-livelock", "pin-stable");

    @Test
    void aSlipOfTheKeyboardIsNear() {
        assertThat(NearMatches.of("no-lost-wrte", NAMES)).first().isEqualTo("no-lost-write");
        assertThat(NearMatches.of("no-deadlok", NAMES)).first().isEqualTo("no-deadlock");
    }

    @Test
    void aPartOfANameIsNear() {
        assertThat(NearMatches.of("dirty", NAMES)).containsExactly("dirty-carried");
    }

    @Test
    void somethingElseIsNotAndThenTheMessageNamesThemAll() {
        assertThat(NearMatches.of("xyzzy", NAMES)).isEmpty();
        assertThat(NearMatches.message("property", "xyzzy", NAMES))
                .isEqualTo("no property is named 'xyzzy'; there are: dirty-carried, no-deadlock, no-livelock,"
                        + " no-lost-write, pin-stable");
    }

    @Test
    void distances() {
        assertThat(NearMatches.distance("", "abc")).isEqualTo(3);
        assertThat(NearMatches.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearMatches.distance("same", "same")).isZero();
    }
}
