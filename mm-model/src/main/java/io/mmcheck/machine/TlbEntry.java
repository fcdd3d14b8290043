package io.mmcheck.machine;

/**
 * What one CPU remembers of one pte.
 *
 * @param pfn the page
 * @param writable stores are allowed without a look at the pte
 * @param dirty the D bit is known to be set: a store writes memory with no page walk. Without it a store must set D in the
 *     pte atomically, and faults if the pte is no longer present
 */
public record TlbEntry(int pfn, boolean writable, boolean dirty) {
    /** Nothing is cached. */
    public static final TlbEntry NONE = new TlbEntry(-1, false, false);

    public boolean isNone() {
        return pfn < 0;
    }

    /** Whether this entry allows something that the pte does not allow (any more). */
    public boolean exceeds(Pte pte) {
        return !isNone()
                && !(pte instanceof Pte.Present p && p.pfn() == pfn && !p.protNone() && (p.writable() || !writable));
    }
}
