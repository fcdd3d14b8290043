package io.mmcheck.machine;

/**
 * A range of a process's address space: private anonymous memory.
 *
 * @param start its first virtual page
 * @param end the one behind its last
 * @param readable VM_READ
 * @param writable VM_WRITE
 * @param locked VM_LOCKED
 * @param special VM_SPECIAL (IO, PFNMAP, ...): not migratable
 * @param softDirty VM_SOFTDIRTY: every page reads as soft-dirty
 * @param pgoff the page offset of its first page, for rmap: address = start + index - pgoff
 * @param anonVma the anon_vma that its new pages belong to, or -1 before the first fault
 * @param chain one bit for each anon_vma whose rmap walk reaches this VMA
 */
public record Vma(
        int start,
        int end,
        boolean readable,
        boolean writable,
        boolean locked,
        boolean special,
        boolean softDirty,
        int pgoff,
        int anonVma,
        long chain) {
    /** A new anonymous mapping. */
    public static Vma anonymous(int start, int end) {
        return new Vma(start, end, true, true, false, false, true, start, -1, 0);
    }

    public boolean contains(int va) {
        return start <= va && va < end;
    }

    /** The index that rmap would compute the address from. */
    public int indexOf(int va) {
        return va - start + pgoff;
    }

    /** The address of a page with this index; it may lie outside of the VMA. */
    public int addressOf(int index) {
        return index - pgoff + start;
    }

    /** The part from {@code from} to {@code to}. */
    public Vma part(int from, int to) {
        return new Vma(from, to, readable, writable, locked, special, softDirty, pgoff + from - start, anonVma, chain);
    }

    public Vma withAccess(boolean read, boolean write) {
        return new Vma(start, end, read, write, locked, special, softDirty, pgoff, anonVma, chain);
    }

    public Vma withLocked(boolean value) {
        return new Vma(start, end, readable, writable, value, special, softDirty, pgoff, anonVma, chain);
    }

    public Vma withSoftDirty(boolean value) {
        return new Vma(start, end, readable, writable, locked, special, value, pgoff, anonVma, chain);
    }

    public Vma withAnonVma(int own, long reachedBy) {
        return new Vma(start, end, readable, writable, locked, special, softDirty, pgoff, own, reachedBy);
    }

    /** Whether the two could be one VMA, this one before that one. */
    public boolean mergesWith(Vma that) {
        return end == that.start
                && equals(new Vma(
                        start,
                        end,
                        that.readable,
                        that.writable,
                        that.locked,
                        that.special,
                        that.softDirty,
                        that.pgoff - (end - start),
                        that.anonVma,
                        that.chain));
    }
}
