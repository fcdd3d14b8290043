package io.mmcheck.machine;

/**
 * A device with its own page table over the processes that it mirrors, kept right by mmu notifiers.
 *
 * @param mutex the thread that holds the driver's mutex, or -1
 * @param table one row for each process and address ({@link Config#row}), {@link DevicePte#NONE} where nothing is mapped
 * @param invalidating how many invalidations have started and not ended
 * @param watching one bit for each thread that has begun to read page tables for this device (mmu_interval_read_begin)
 * @param stale one bit for each watching thread that an invalidation has overtaken. This is the sequence count, without the
 *     numbers that would make equal states differ
 */
public record Device(int mutex, Table<DevicePte> table, int invalidating, int watching, int stale) {
    public Device withMutex(int thread) {
        return new Device(thread, table, invalidating, watching, stale);
    }

    public Device with(int row, DevicePte entry) {
        return new Device(mutex, table.with(row, entry), invalidating, watching, stale);
    }

    /** An invalidation starts: whoever is reading page tables must start again. */
    public Device invalidationStarts() {
        return new Device(mutex, table, invalidating + 1, watching, stale | watching);
    }

    public Device invalidationEnds() {
        return new Device(mutex, table, invalidating - 1, watching, stale);
    }

    public Device readBegins(ThreadId self) {
        int bit = 1 << self.index();
        return new Device(mutex, table, invalidating, watching | bit, stale & ~bit);
    }

    /** Whether what the thread has read since its begin may be out of date (mmu_interval_read_retry). */
    public boolean mustRetry(ThreadId self) {
        return (stale & 1 << self.index()) != 0;
    }

    public Device readEnds(ThreadId self) {
        int bit = 1 << self.index();
        return new Device(mutex, table, invalidating, watching & ~bit, stale & ~bit);
    }
}
