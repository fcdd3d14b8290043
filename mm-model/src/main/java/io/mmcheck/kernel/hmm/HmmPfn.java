package io.mmcheck.kernel.hmm;

/**
 * What a walk found at one address (HMM_PFN_*).
 *
 * @param pfn the page, or -1
 * @param write whether the device may write to it
 * @param error whether there can be nothing: no VMA, or no right to read
 */
public record HmmPfn(int pfn, boolean write, boolean error) {
    /** Nothing is mapped. */
    public static final HmmPfn NONE = new HmmPfn(-1, false, false);

    public static final HmmPfn ERROR = new HmmPfn(-1, false, true);

    public boolean isValid() {
        return pfn >= 0;
    }
}
