package io.mmcheck.conform;

/** The model did not finish an operation that the kernel finished: an oops, a deadlock, or no end. */
final class ModelStuckException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ModelStuckException(String why) {
        super(why);
    }
}
