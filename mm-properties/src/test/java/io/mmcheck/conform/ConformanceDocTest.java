package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/conformance.md says what the replay gives today. */
class ConformanceDocTest {
    @Test
    void theDocumentIsUpToDate() throws IOException {
        Path fresh = Path.of("target", "docs", "conformance.md");
        Path kept = Path.of("..", "docs", "conformance.md");
        String text = ConformanceDoc.text();
        Files.createDirectories(fresh.getParent());
        Files.writeString(fresh, text, StandardCharsets.UTF_8);

        assertThat(kept)
                .as("copy mm-properties/target/docs/conformance.md to docs/ and read the difference")
                .exists()
                .usingCharset(StandardCharsets.UTF_8)
                .hasContent(text);
    }
}
