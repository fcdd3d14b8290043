package io.mmcheck.machine;

/**
 * An entry of a device's own page table.
 *
 * @param pfn the page
 * @param writable the device may write to it
 * @param atomic the device has it for itself, for as long as its process has a device-exclusive entry there
 */
public record DevicePte(int pfn, boolean writable, boolean atomic) {
    /** Nothing is mapped. */
    public static final DevicePte NONE = new DevicePte(-1, false);

    /** A page that others use too. */
    public DevicePte(int pfn, boolean writable) {
        this(pfn, writable, false);
    }

    /** A page for atomic operations; for anything else but reading it the device asks anew. */
    public static DevicePte exclusive(int pfn) {
        return new DevicePte(pfn, false, true);
    }

    public boolean isNone() {
        return pfn < 0;
    }
}
