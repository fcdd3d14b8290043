package io.mmcheck.machine;

/**
 * One CPU: its TLB. LRU batches are kept with the pages that wait in them.
 *
 * @param tlb one row for each process and address ({@link Config#row}), {@link TlbEntry#NONE} where nothing is cached
 */
public record Cpu(Table<TlbEntry> tlb) {
    public TlbEntry entry(int row) {
        return tlb.get(row);
    }

    public Cpu with(int row, TlbEntry entry) {
        return new Cpu(tlb.with(row, entry));
    }
}
