package io.mmcheck.conform;

/** An operation of a log is outside of the model; the message says what. */
final class OutsideModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutsideModelException(String what) {
        super(what);
    }
}
