package io.mmcheck.report;

import java.util.Locale;

/** A test class that replays one counterexample: for whoever wants to keep it as code. */
public final class TestSource {
    private TestSource() {}

    /** {@code NoLostWrite4b9cTest} for {@code no-lost-write-4b9c.mmtrace}. */
    public static String className(String file) {
        StringBuilder name = new StringBuilder();
        boolean upper = true;
        for (char c : file.replaceAll("\\.mmtrace$", "").toCharArray()) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (letter) {
                name.append(upper ? String.valueOf(c).toUpperCase(Locale.ROOT) : String.valueOf(c));
            }
            upper = !letter;
        }
        String start = name.isEmpty() || Character.isDigit(name.charAt(0)) ? "Trace" : "";
        return start + name.substring(0, Math.min(name.length(), 100)) + "Test";
    }

    /** The source of the class. */
    public static String of(String file, String trace) {
        return """
                import static io.mmcheck.suite.MmAssertions.assertThat;

                import io.mmcheck.scenario.Trace;
                import net.jqwik.api.Example;

                class %s {
                    private static final String TRACE =
                            ""\"
                %s            ""\";

                    @Example
                    void stillViolated() {
                        assertThat(Trace.parse("%s", TRACE)).replays();
                    }
                }
                """.formatted(className(file), block(trace), escaped(file));
    }

    private static String block(String trace) {
        StringBuilder block = new StringBuilder();
        trace.lines()
                .forEach(line ->
                        block.append("            ").append(escaped(line)).append('\n'));
        return block.toString();
    }

    /** As it may stand in a literal and in a text block: only ASCII, and spaces at the end of a line stay. */
    private static String escaped(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c == ' ' && i == line.length() - 1) {
                text.append("\\s");
            } else if (c >= ' ' && c <= '~') {
                text.append(c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\%03o", (int) c));
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.toString();
    }
}
