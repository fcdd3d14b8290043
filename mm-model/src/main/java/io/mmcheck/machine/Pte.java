package io.mmcheck.machine;

/**
 * A page table entry. {@code softDirty} and {@code uffdWp} are carried through every kind that stands for a page.
 */
@SuppressWarnings("ClassInitializationDeadlock") // records without static state of their own
public sealed interface Pte {
    Pte NONE = new None();

    /** Nothing: a hole. */
    record None() implements Pte {}

    /**
     * A mapped page.
     *
     * @param protNone mapped for a VMA without access rights: present to the kernel, not to the hardware
     */
    record Present(
            int pfn,
            boolean writable,
            boolean dirty,
            boolean young,
            boolean softDirty,
            boolean uffdWp,
            boolean protNone)
            implements Pte {
        public Present withPfn(int page) {
            return new Present(page, writable, dirty, young, softDirty, uffdWp, protNone);
        }

        public Present withWritable(boolean value) {
            return new Present(pfn, value, dirty, young, softDirty, uffdWp, protNone);
        }

        public Present withDirty(boolean value) {
            return new Present(pfn, writable, value, young, softDirty, uffdWp, protNone);
        }

        public Present withYoung(boolean value) {
            return new Present(pfn, writable, dirty, value, softDirty, uffdWp, protNone);
        }

        public Present withSoftDirty(boolean value) {
            return new Present(pfn, writable, dirty, young, value, uffdWp, protNone);
        }

        public Present withUffdWp(boolean value) {
            return new Present(pfn, writable, dirty, young, softDirty, value, protNone);
        }

        public Present withProtNone(boolean value) {
            return new Present(pfn, writable, dirty, young, softDirty, uffdWp, value);
        }
    }

    /** A page in swap: holds a count of the slot, no reference on any folio. */
    record Swap(int slot, boolean exclusive, boolean softDirty, boolean uffdWp) implements Pte {}

    /** A page on its way to another place; the folio it names is locked. Holds no reference and no mapcount. */
    record Migration(int pfn, Kind kind, boolean young, boolean dirty, boolean softDirty, boolean uffdWp)
            implements Pte {
        /** What the pte was before. */
        public enum Kind {
            READ,
            READ_EXCLUSIVE,
            WRITE
        }

        public Migration withPfn(int page) {
            return new Migration(page, kind, young, dirty, softDirty, uffdWp);
        }

        public Migration withKind(Kind to) {
            return new Migration(pfn, to, young, dirty, softDirty, uffdWp);
        }
    }

    /** A page in device-private memory: one reference and one mapcount. */
    record DevicePrivate(int pfn, boolean writable, boolean softDirty, boolean uffdWp) implements Pte {
        public DevicePrivate withWritable(boolean value) {
            return new DevicePrivate(pfn, value, softDirty, uffdWp);
        }
    }

    /** A page of the system that one device uses exclusively, until a fault takes it back: one reference and no mapcount. */
    record DeviceExclusive(int pfn, boolean writable, boolean softDirty, boolean uffdWp) implements Pte {
        public DeviceExclusive withWritable(boolean value) {
            return new DeviceExclusive(pfn, value, softDirty, uffdWp);
        }
    }

    /** The same with or without uffd-wp, of every kind that has the bit. */
    default Pte markedUffdWp(boolean value) {
        if (this instanceof Present p) {
            return p.uffdWp == value ? p : p.withUffdWp(value);
        }
        if (this instanceof Swap s) {
            return s.uffdWp == value ? s : new Swap(s.slot, s.exclusive, s.softDirty, value);
        }
        if (this instanceof Migration m) {
            return m.uffdWp == value ? m : new Migration(m.pfn, m.kind, m.young, m.dirty, m.softDirty, value);
        }
        if (this instanceof DevicePrivate d) {
            return d.uffdWp == value ? d : new DevicePrivate(d.pfn, d.writable, d.softDirty, value);
        }
        if (this instanceof DeviceExclusive e) {
            return e.uffdWp == value ? e : new DeviceExclusive(e.pfn, e.writable, e.softDirty, value);
        }
        return this;
    }

    /** A pte marker (uffd-wp, poison). Not modelled yet: meeting one is an oops. */
    record Marker(boolean poison) implements Pte {}

    /** A page with a memory failure. Not modelled yet: meeting one is an oops. */
    record HwPoison(int pfn) implements Pte {}

    default boolean isNone() {
        return this instanceof None;
    }

    default boolean isPresent() {
        return this instanceof Present;
    }

    /** Whether the entry counts one reference and one mapcount of this page. */
    default boolean maps(int page) {
        return this instanceof Present p && p.pfn == page || this instanceof DevicePrivate d && d.pfn == page;
    }
}
