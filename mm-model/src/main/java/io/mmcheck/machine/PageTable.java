package io.mmcheck.machine;

/**
 * One page table.
 *
 * @param ptl the thread that holds its split page table lock, or -1
 * @param ptes its entries
 */
public record PageTable(int ptl, Table<Pte> ptes) {
    public PageTable withPtl(int thread) {
        return new PageTable(thread, ptes);
    }

    public PageTable with(int index, Pte pte) {
        return new PageTable(ptl, ptes.with(index, pte));
    }
}
