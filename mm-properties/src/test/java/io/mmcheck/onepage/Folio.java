package io.mmcheck.onepage;

/** A page frame; {@code lock} is 0 or the number of the thread that holds it, from 1. */
record Folio(boolean used, int data, boolean dirty, int lock, int refs, boolean swapCache) {
    static final Folio FREE = new Folio(false, 0, false, 0, 0, false);

    /** Only its user and the swap cache hold it. */
    boolean frozen() {
        return refs == 1 + (swapCache ? 1 : 0);
    }

    Folio put() {
        return refs == 1 ? FREE : refs(-1);
    }

    Folio refs(int more) {
        return new Folio(used, data, dirty, lock, refs + more, swapCache);
    }

    Folio lock(int owner) {
        return new Folio(used, data, dirty, owner, refs, swapCache);
    }

    Folio withDirty(boolean dirty) {
        return new Folio(used, data, dirty, lock, refs, swapCache);
    }

    Folio withData(int data) {
        return new Folio(used, data, dirty, lock, refs, swapCache);
    }

    Folio inSwapCache() {
        return new Folio(used, data, dirty, lock, refs + 1, true);
    }

    Folio outOfSwapCache() {
        return new Folio(used, data, dirty, lock, refs - 1, false);
    }
}
