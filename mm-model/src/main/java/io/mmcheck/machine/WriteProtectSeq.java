package io.mmcheck.machine;

/**
 * A sequence count that fork raises while it shares pages, without the numbers that would make equal states differ. GUP-fast takes
 * no lock, so this is how it learns that a page it has just pinned may have become shared.
 *
 * @param protecting fork is at it: the count is odd
 * @param reading one bit for each thread that has read the count and will ask again
 * @param stale one bit for each of them that a fork has overtaken
 */
public record WriteProtectSeq(boolean protecting, int reading, int stale) {
    public static final WriteProtectSeq IDLE = new WriteProtectSeq(false, 0, 0);

    /** raw_write_seqcount_begin(). */
    public WriteProtectSeq writeBegins() {
        return new WriteProtectSeq(true, reading, reading);
    }

    /** raw_write_seqcount_end(). */
    public WriteProtectSeq writeEnds() {
        return new WriteProtectSeq(false, reading, stale);
    }

    /** raw_read_seqcount(), when nobody is {@link #protecting}. */
    public WriteProtectSeq readBegins(ThreadId self) {
        int bit = 1 << self.index();
        return new WriteProtectSeq(protecting, reading | bit, stale & ~bit);
    }

    /** read_seqcount_retry(). */
    public boolean mustRetry(ThreadId self) {
        return (stale & 1 << self.index()) != 0;
    }

    /** The thread does not ask any more. */
    public WriteProtectSeq readEnds(ThreadId self) {
        int bit = 1 << self.index();
        return new WriteProtectSeq(protecting, reading & ~bit, stale & ~bit);
    }
}
