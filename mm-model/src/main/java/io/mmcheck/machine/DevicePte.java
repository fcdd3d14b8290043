package io.mmcheck.machine;

/** An entry of a device's own page table. */
public record DevicePte(int pfn, boolean writable) {
    /** Nothing is mapped. */
    public static final DevicePte NONE = new DevicePte(-1, false);

    public boolean isNone() {
        return pfn < 0;
    }
}
