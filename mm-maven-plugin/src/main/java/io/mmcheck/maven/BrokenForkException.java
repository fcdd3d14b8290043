package io.mmcheck.maven;

/** The forked JVM broke off, so nothing is known. */
final class BrokenForkException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean timedOut;

    BrokenForkException(String message) {
        this(message, false);
    }

    BrokenForkException(String message, boolean timedOut) {
        super(message);
        this.timedOut = timedOut;
    }

    BrokenForkException(String message, Throwable cause) {
        super(message, cause);
        this.timedOut = false;
    }

    /** Whether it was stopped because its time was up. */
    boolean timedOut() {
        return timedOut;
    }
}
