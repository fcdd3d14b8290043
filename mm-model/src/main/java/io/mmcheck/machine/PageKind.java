package io.mmcheck.machine;

/** What a page frame is. */
public enum PageKind {
    /** Ordinary memory, on the LRU when in use. */
    SYSTEM,
    /** The shared zero page: never counted, never migrated as a page. */
    ZERO,
    /** Memory of a device that the CPU cannot access: never on the LRU, never given out by GUP. */
    DEVICE_PRIVATE,
    /** Memory of a device that the CPU reaches like its own: never on the LRU, mapped by present ptes. */
    DEVICE_COHERENT
}
