package io.mmcheck.onepage;

/** The one TLB entry of a CPU. */
record Tlb(boolean valid, int frame, boolean write, boolean dirty) {
    static final Tlb EMPTY = new Tlb(false, 0, false, false);

    boolean mayStore() {
        return valid && write && dirty;
    }
}
