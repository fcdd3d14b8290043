package io.mmcheck.machine;

/**
 * A device with its own page table over the processes that it mirrors, kept right by mmu notifiers.
 *
 * @param mutex the thread that holds the driver's mutex, or -1
 * @param table one row for each process and address ({@link Config#row}), {@link DevicePte#NONE} where nothing is mapped
 * @param mirrors one for each process: who reads its page tables for this device (the interval notifier's sequence)
 */
public record Device(int mutex, Table<DevicePte> table, Table<Mirror> mirrors) {
    /**
     * The sequence count of an interval notifier, without the numbers that would make equal states differ.
     *
     * @param invalidating how many invalidations have started and not ended
     * @param watching one bit for each thread that has begun to read page tables (mmu_interval_read_begin)
     * @param stale one bit for each watching thread that an invalidation has overtaken
     */
    public record Mirror(int invalidating, int watching, int stale) {
        public static final Mirror IDLE = new Mirror(0, 0, 0);
    }

    public Device withMutex(int thread) {
        return new Device(thread, table, mirrors);
    }

    public Device with(int row, DevicePte entry) {
        return new Device(mutex, table.with(row, entry), mirrors);
    }

    private Device with(int process, Mirror mirror) {
        return new Device(mutex, table, mirrors.with(process, mirror));
    }

    /** An invalidation of a process starts: whoever is reading its page tables must start again. */
    public Device invalidationStarts(int process) {
        Mirror it = mirrors.get(process);
        return with(process, new Mirror(it.invalidating + 1, it.watching, it.watching));
    }

    public Device invalidationEnds(int process) {
        Mirror it = mirrors.get(process);
        return with(process, new Mirror(it.invalidating - 1, it.watching, it.stale));
    }

    /** The driver itself changes what others are about to map: they must start again, the thread that does it need not. */
    public Device overtakes(int process, ThreadId self) {
        Mirror it = mirrors.get(process);
        return with(process, new Mirror(it.invalidating, it.watching, it.stale | it.watching & ~(1 << self.index())));
    }

    /** An invalidation that the thread knows to be its own is no reason for it to start again. */
    public Device notOvertaken(int process, ThreadId self) {
        Mirror it = mirrors.get(process);
        return with(process, new Mirror(it.invalidating, it.watching, it.stale & ~(1 << self.index())));
    }

    /** Whether a thread that wants to read page tables has to wait for an invalidation to end. */
    public boolean isInvalidating(int process) {
        return mirrors.get(process).invalidating > 0;
    }

    public Device readBegins(int process, ThreadId self) {
        Mirror it = mirrors.get(process);
        int bit = 1 << self.index();
        return with(process, new Mirror(it.invalidating, it.watching | bit, it.stale & ~bit));
    }

    /** Whether what the thread has read since its begin may be out of date (mmu_interval_read_retry). */
    public boolean mustRetry(int process, ThreadId self) {
        return (mirrors.get(process).stale & 1 << self.index()) != 0;
    }

    public Device readEnds(int process, ThreadId self) {
        Mirror it = mirrors.get(process);
        int bit = 1 << self.index();
        return with(process, new Mirror(it.invalidating, it.watching & ~bit, it.stale & ~bit));
    }
}
