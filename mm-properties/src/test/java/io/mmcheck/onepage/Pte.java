package io.mmcheck.onepage;

/** The one page table entry. */
record Pte(Kind kind, int frame, boolean dirty, boolean write) {
    enum Kind {
        NONE,
        PRESENT,
        MIGRATION,
        SWAP
    }

    boolean present() {
        return kind == Kind.PRESENT;
    }

    boolean maps(int frame) {
        return present() && this.frame == frame;
    }

    Pte to(Kind kind) {
        return new Pte(kind, frame, dirty, write);
    }

    Pte withDirty(boolean dirty) {
        return new Pte(kind, frame, dirty, write);
    }
}
