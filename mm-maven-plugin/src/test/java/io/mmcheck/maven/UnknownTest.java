package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownTest {
    private static final Set<String> KNOWN = Set.of("mm.tries", "mm.trace", "mm.kernel");

    @Test
    void aNameThatNoGoalHasIsToldWithThoseNearToIt() {
        assertThat(Unknown.warnings(KNOWN, List.of("mm.tries", "mm.trys", "skipTests")))
                .containsExactly("-Dmm.trys changes nothing: no parameter of this plugin is named 'mm.trys';"
                        + " near: mm.tries");
    }

    @Test
    void whatOthersCallTheirsIsNoneOfOurBusiness() {
        assertThat(Unknown.warnings(KNOWN, List.of("mm.it.include", "mmx", "user.name")))
                .isEmpty();
    }
}
