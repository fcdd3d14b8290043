package io.mmcheck.machine;

/**
 * A reference that somebody outside of the page tables holds for long: a GUP user, a pipe.
 *
 * @param pin whether it is a pin ({@value Page#PIN} references) or a plain reference
 * @param pfn the page
 * @param process the process that asked
 * @param va the address that it asked for
 */
public record Hold(boolean pin, int pfn, int process, int va) {
    /** A free slot. */
    public static final Hold NONE = new Hold(false, -1, -1, -1);

    public boolean isNone() {
        return pfn < 0;
    }
}
