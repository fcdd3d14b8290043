package io.mmcheck.maven;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of arguments as a shell would: blanks separate, single and double quotes hold together. */
final class CommandLine {
    private CommandLine() {}

    /** @throws IllegalArgumentException if a quote is left open */
    static List<String> split(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        boolean inside = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    argument.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inside = true;
            } else if (Character.isWhitespace(c)) {
                if (inside) {
                    arguments.add(argument.toString());
                    argument.setLength(0);
                    inside = false;
                }
            } else {
                argument.append(c);
                inside = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote " + quote + " is left open in: " + line);
        }
        if (inside) {
            arguments.add(argument.toString());
        }
        return arguments;
    }
}
