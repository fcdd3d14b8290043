package io.mmcheck.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page under docs/ that comes from a test. {@code -Dmm.docs.write=true} writes it; otherwise it must be what it would write. */
public final class Docs {
    private Docs() {}

    public static void same(String page, String text) {
        Path file = Path.of("..", "docs", page);
        try {
            if (Boolean.getBoolean("mm.docs.write")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as("docs/%s is out of date; run the test again with -Dmm.docs.write=true", page)
                    .isEqualTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
