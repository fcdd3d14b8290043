package io.mmcheck.machine;

/**
 * An anon_vma: what a folio's mapping points to, and what rmap walks from. VMAs that it reaches name it in their chain.
 *
 * @param live whether it exists
 * @param root the anon_vma whose lock protects the whole family
 * @param lock the lock, in use in the root only
 * @param holders one bit for each thread that keeps it alive (folio_get_anon_vma)
 */
public record AnonVma(boolean live, int root, RwLock lock, int holders) {
    public static final AnonVma NONE = new AnonVma(false, -1, RwLock.FREE, 0);

    public AnonVma withLock(RwLock value) {
        return new AnonVma(live, root, value, holders);
    }

    public AnonVma withHolders(int threads) {
        return new AnonVma(live, root, lock, threads);
    }
}
