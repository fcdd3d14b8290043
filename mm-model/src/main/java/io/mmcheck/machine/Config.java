package io.mmcheck.machine;

/**
 * The sizes and settings of a machine; they never change during a run.
 *
 * @param processes how many processes can exist, fork included
 * @param addresses how many virtual pages each process has, numbered from 0; a multiple of {@code ptesPerTable}
 * @param ptesPerTable how many ptes one page table holds: 2 or 4 for searches, up to 512 to replay logs
 * @param frames page frames of system memory, numbered from 0
 * @param deviceFrames device-private pages, numbered after the system frames
 * @param devices devices, each owning an equal share of the device pages
 * @param cpus CPUs, one for each thread
 * @param swapSlots swap slots; 0 is a machine without swap
 * @param holds how many GUP references and pins can be outstanding
 * @param swapCacheKept whether a page stays in the swap cache after swap-in (a disk, a loop device) or not (zram)
 * @param coherent one bit for each device whose memory the CPU can reach; that of the others is private
 * @param files how many files there are to map
 * @param filePages how many pages each file has
 */
public record Config(
        int processes,
        int addresses,
        int ptesPerTable,
        int frames,
        int deviceFrames,
        int devices,
        int cpus,
        int swapSlots,
        int holds,
        boolean swapCacheKept,
        int coherent,
        int files,
        int filePages)
        implements Hashed {
    /** A machine whose device memory is private, without files. */
    public Config(
            int processes,
            int addresses,
            int ptesPerTable,
            int frames,
            int deviceFrames,
            int devices,
            int cpus,
            int swapSlots,
            int holds,
            boolean swapCacheKept) {
        this(
                processes,
                addresses,
                ptesPerTable,
                frames,
                deviceFrames,
                devices,
                cpus,
                swapSlots,
                holds,
                swapCacheKept,
                0,
                0,
                0);
    }

    /** The machine of searches: small, and large enough for every known bug. */
    public static final Config SEARCH = new Config(2, 2, 2, 6, 2, 1, 2, 2, 2, true);

    public Config {
        if (processes < 1 || addresses < 1 || ptesPerTable < 1 || addresses % ptesPerTable != 0) {
            throw new IllegalArgumentException("addresses must be a positive multiple of ptesPerTable");
        }
        if (frames < 1 || deviceFrames < 0 || devices < 0 || cpus < 1 || cpus > 8 || swapSlots < 0 || holds < 0) {
            throw new IllegalArgumentException(
                    "frames and cpus must be positive, cpus at most 8, the rest not negative");
        }
    }

    /** This configuration for another number of threads. */
    public Config withCpus(int count) {
        return new Config(
                processes,
                addresses,
                ptesPerTable,
                frames,
                deviceFrames,
                devices,
                count,
                swapSlots,
                holds,
                swapCacheKept,
                coherent,
                files,
                filePages);
    }

    /** This configuration where the memory of some devices is coherent. */
    public Config withCoherent(int devicesMask) {
        return new Config(
                processes,
                addresses,
                ptesPerTable,
                frames,
                deviceFrames,
                devices,
                cpus,
                swapSlots,
                holds,
                swapCacheKept,
                devicesMask,
                files,
                filePages);
    }

    /** This configuration with files to map. */
    public Config withFiles(int count, int pages) {
        return new Config(
                processes,
                addresses,
                ptesPerTable,
                frames,
                deviceFrames,
                devices,
                cpus,
                swapSlots,
                holds,
                swapCacheKept,
                coherent,
                count,
                pages);
    }

    /** Whether the memory of a device is coherent. */
    public boolean isCoherent(int device) {
        return (coherent & 1 << device) != 0;
    }

    /** The owner (the number of its device) of a device page. */
    public int ownerOf(int pfn) {
        return (pfn - frames) * devices / Math.max(1, deviceFrames);
    }

    /** The row of a virtual address in tables that hold one row per process and address. */
    public int row(int process, int va) {
        return process * addresses + va;
    }

    /** The same for all: a configuration never changes during a run, so it tells no two states apart. */
    @Override
    public long hash64() {
        return 0;
    }
}
