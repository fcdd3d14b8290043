package io.mmcheck.maven;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Arguments as the {@code java} launcher reads them from an {@code @argfile}: a class path is easily longer than a command line
 * may be.
 */
final class ArgFile {
    private ArgFile() {}

    /** One quoted argument a line. */
    static String text(List<String> arguments) {
        return arguments.stream().map(ArgFile::quoted).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Within quotes the launcher knows backslash escapes, hence a Windows path needs its backslashes doubled. */
    static String quoted(String argument) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\f' -> text.append("\\f");
                default -> text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
