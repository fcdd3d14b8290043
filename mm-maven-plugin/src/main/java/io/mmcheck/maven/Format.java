package io.mmcheck.maven;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;

/** The formats of reports. */
enum Format {
    TEXT,
    JUNIT,
    JSON,
    HTML,
    SARIF,
    OBSERVATIONS;

    /** Names separated by commas; blank is none. */
    static Set<Format> parse(String text) throws MojoExecutionException {
        Set<Format> formats = EnumSet.noneOf(Format.class);
        for (String name : Arrays.stream(text.split(",")).map(String::strip).toList()) {
            if (name.isEmpty()) {
                continue;
            }
            Format format = Arrays.stream(values())
                    .filter(f -> f.text().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new MojoExecutionException("mm.formats: this version writes no '" + name
                            + "', only "
                            + Arrays.stream(values()).map(Format::text).collect(Collectors.joining(", "))));
            formats.add(format);
        }
        return formats;
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
