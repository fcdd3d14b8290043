package io.mmcheck.machine;

/**
 * A value that knows its own 64-bit hash. The hash depends on the content only: it is the same in every JVM, so it may be
 * printed and stored.
 */
public interface Hashed {
    /** The hash of the content, kept incrementally where that pays. */
    long hash64();

    /** The same number computed from scratch, without anything kept; a test compares the two after every step. */
    default long recomputedHash64() {
        return hash64();
    }
}
