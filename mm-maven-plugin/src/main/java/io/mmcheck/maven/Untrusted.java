package io.mmcheck.maven;

/**
 * Text from the forked JVM: whatever the code under test and the engines on its class path print. It is shown, never parsed and
 * never obeyed, and it cannot steer the terminal.
 */
final class Untrusted {
    private Untrusted() {}

    /** One line of it, safe to print: control characters become question marks. */
    static String line(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(harmless(c) ? c : c == '\t' ? ' ' : '?'));
        return clean.toString();
    }

    private static boolean harmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
