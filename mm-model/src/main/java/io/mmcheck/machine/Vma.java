package io.mmcheck.machine;

/**
 * A range of a process's address space: private anonymous memory, or a mapping of a file.
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
 * @param file the file that it maps, or -1: vma_is_anonymous()
 * @param shared VM_SHARED: stores go to the file
 * @param uffd how userfaultfd watches it
 * @param hugepage VM_HUGEPAGE: MADV_HUGEPAGE has asked for huge pages
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
        long chain,
        int file,
        boolean shared,
        Uffd uffd,
        boolean hugepage) {
    /** How userfaultfd watches a VMA. Nobody has to answer: the features that let the kernel do it are on. */
    public enum Uffd {
        NONE,
        /** VM_UFFD_MISSING with UFFD_FEATURE_SIGBUS: a missing page is a SIGBUS. */
        MISSING,
        /** VM_UFFD_WP with UFFD_FEATURE_WP_ASYNC: a store to a protected page takes the protection away. */
        WP
    }

    /** A private anonymous range with these flags. */
    public Vma(
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
        this(
                start, end, readable, writable, locked, special, softDirty, pgoff, anonVma, chain, -1, false, Uffd.NONE,
                false);
    }

    /** A new anonymous mapping. */
    public static Vma anonymous(int start, int end) {
        return new Vma(start, end, true, true, false, false, true, start, -1, 0);
    }

    /** A new mapping of a file from an offset on. */
    public static Vma ofFile(int start, int end, int file, int offset, boolean shared) {
        return new Vma(start, end, true, true, false, false, true, offset, -1, 0, file, shared, Uffd.NONE, false);
    }

    /** vma_is_anonymous(): it maps no file. Pages of a private mapping of a file may still be anonymous. */
    public boolean isAnonymous() {
        return file < 0;
    }

    /**
     * Whether a page that is only read is mapped writable at once (vm_page_prot): shared, and no store needs to be noticed
     * (vma_wants_writenotify() for soft-dirty).
     */
    public boolean mapsWritable() {
        return shared && writable && softDirty;
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
        return new Vma(
                from,
                to,
                readable,
                writable,
                locked,
                special,
                softDirty,
                pgoff + from - start,
                anonVma,
                chain,
                file,
                shared,
                uffd,
                hugepage);
    }

    public Vma withAccess(boolean read, boolean write) {
        return new Vma(
                start, end, read, write, locked, special, softDirty, pgoff, anonVma, chain, file, shared, uffd,
                hugepage);
    }

    public Vma withLocked(boolean value) {
        return new Vma(
                start, end, readable, writable, value, special, softDirty, pgoff, anonVma, chain, file, shared, uffd,
                hugepage);
    }

    public Vma withSoftDirty(boolean value) {
        return new Vma(
                start, end, readable, writable, locked, special, value, pgoff, anonVma, chain, file, shared, uffd,
                hugepage);
    }

    public Vma withAnonVma(int own, long reachedBy) {
        return new Vma(
                start, end, readable, writable, locked, special, softDirty, pgoff, own, reachedBy, file, shared, uffd,
                hugepage);
    }

    public Vma withUffd(Uffd value) {
        return new Vma(
                start, end, readable, writable, locked, special, softDirty, pgoff, anonVma, chain, file, shared, value,
                hugepage);
    }

    public Vma withHugepage(boolean value) {
        return new Vma(
                start, end, readable, writable, locked, special, softDirty, pgoff, anonVma, chain, file, shared, uffd,
                value);
    }

    /** The same at another place: what rmap finds its pages by goes with it. */
    public Vma movedTo(int to) {
        return new Vma(
                to,
                to + end - start,
                readable,
                writable,
                locked,
                special,
                softDirty,
                pgoff,
                anonVma,
                chain,
                file,
                shared,
                uffd,
                hugepage);
    }

    /** The same up to another end. */
    public Vma extendedTo(int to) {
        return new Vma(
                start, to, readable, writable, locked, special, softDirty, pgoff, anonVma, chain, file, shared, uffd,
                hugepage);
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
                        that.chain,
                        that.file,
                        that.shared,
                        that.uffd,
                        that.hugepage));
    }
}
