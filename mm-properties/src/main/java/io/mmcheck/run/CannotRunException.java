package io.mmcheck.run;

/** What was asked cannot be done: an unknown kernel, a torn file. Its message is for the user; its stack trace is not. */
public final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotRunException(String message) {
        super(message);
    }

    public CannotRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
