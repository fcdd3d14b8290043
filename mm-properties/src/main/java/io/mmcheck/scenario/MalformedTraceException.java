package io.mmcheck.scenario;

/** A counterexample that cannot be read. The message names file and line and says what to do. */
public final class MalformedTraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** What is wrong with a line, from 1; 0 is the file as a whole. */
    public MalformedTraceException(String file, int line, String what) {
        super(file + (line > 0 ? ":" + line : "") + ": " + what);
    }
}
