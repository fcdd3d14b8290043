package io.mmcheck.machine;

/**
 * A reference that somebody outside of the page tables holds for long: a GUP user, a pipe.
 *
 * @param pin whether it is a pin ({@value Page#PIN} references) or a plain reference
 * @param pfn the page
 * @param process the process that asked
 * @param va the address that it asked for
 * @param pending whether the GUP that takes it is still running and may take it back: nobody else can drop it yet
 */
public record Hold(boolean pin, int pfn, int process, int va, boolean pending) {
    /** A free slot. */
    public static final Hold NONE = new Hold(false, -1, -1, -1, false);

    public Hold(boolean pin, int pfn, int process, int va) {
        this(pin, pfn, process, va, false);
    }

    public Hold withPending(boolean value) {
        return new Hold(pin, pfn, process, va, value);
    }

    public boolean isNone() {
        return pfn < 0;
    }
}
