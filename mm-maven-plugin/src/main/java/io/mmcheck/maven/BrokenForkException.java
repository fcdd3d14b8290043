package io.mmcheck.maven;

/** The forked JVM broke off, so nothing is known. */
final class BrokenForkException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenForkException(String message) {
        super(message);
    }

    BrokenForkException(String message, Throwable cause) {
        super(message, cause);
    }
}
