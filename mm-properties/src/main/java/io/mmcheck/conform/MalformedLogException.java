package io.mmcheck.conform;

/** A line of a log does not follow the format. The message names file and line. */
public final class MalformedLogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedLogException(String file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
