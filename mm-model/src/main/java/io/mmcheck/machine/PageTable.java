package io.mmcheck.machine;

/**
 * One page table. Once its pmd points elsewhere it is dead: whoever has looked at the pmd before may still reach it, so it is
 * freed by RCU, when everybody has left who was inside a read-side section at that time.
 *
 * @param ptl the thread that holds its split page table lock, or -1
 * @param ptes its entries
 * @param grace {@link #FREE}, 0 while it is in use, or one bit for each reader that a dead table waits for
 */
public record PageTable(int ptl, Table<Pte> ptes, int grace) {
    /** Not a page table at all, or not any more. */
    public static final int FREE = -1;

    /** A frame that could become a page table. */
    public static PageTable free(int ptes) {
        return new PageTable(-1, Table.fill(ptes, Pte.NONE), FREE);
    }

    public boolean isFree() {
        return grace == FREE;
    }

    /** No pmd points to it any more, and it waits for its grace period. */
    public boolean isDead() {
        return grace > 0;
    }

    public PageTable withPtl(int thread) {
        return new PageTable(thread, ptes, grace);
    }

    public PageTable withGrace(int readers) {
        return new PageTable(ptl, ptes, readers);
    }

    public PageTable with(int index, Pte pte) {
        return new PageTable(ptl, ptes.with(index, pte), grace);
    }
}
