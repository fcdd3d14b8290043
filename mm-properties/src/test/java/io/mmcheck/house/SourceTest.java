package io.mmcheck.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A rule that never complains is no rule: what the house rules look for is found where it is. */
class SourceTest {

    private static Source source(String text) {
        return new Source(Path.of("Some.java"), "Some", text);
    }

    @Test
    void anImportIsANamedPlace() {
        Source source = source("package io.mmcheck.kernel.migrate;\n\nimport io.mmcheck.history.Release;\n");
        assertThat(source.place()).isEqualTo("kernel");
        assertThat(source.placesNamed()).containsExactly("history", "kernel");
        assertThat(HouseRulesTest.arrowsPointingUp(source))
                .containsExactly("io.mmcheck.kernel names io.mmcheck.history");
    }

    @Test
    void aNameInFullIsANamedPlace() {
        Source source = source("package io.mmcheck.program;\nObject o = new io.mmcheck.explore.Search();\n");
        assertThat(HouseRulesTest.arrowsPointingUp(source)).hasSize(1);
    }

    @Test
    void commentsAndStringsAreNotCode() {
        Source source = source("""
                package io.mmcheck.machine;
                /** See {@link io.mmcheck.history.Release}. */
                // import io.mmcheck.history.Release;
                String a = "io.mmcheck.history \\" // still text", b = "/*";
                char c = '"';
                int HashMapLike = 1; /* HashMap */
                """);
        assertThat(source.placesNamed()).containsExactly("machine");
        assertThat(source.matches("\\b(HashMap)\\b")).isEmpty();
        assertThat(source.code()).contains("HashMapLike");
    }
}
