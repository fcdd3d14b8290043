package io.mmcheck.kernel.madvise;

/** What a process says about its memory. */
public enum Advice {
    /** MADV_DONTNEED: the content can go, now. */
    DONTNEED,
    /** MADV_FREE: the content can go when memory is short, unless it is written to before. */
    FREE,
    /** MADV_PAGEOUT: write it to swap now. */
    PAGEOUT,
    /** MADV_WILLNEED: read it from swap now. */
    WILLNEED
}
