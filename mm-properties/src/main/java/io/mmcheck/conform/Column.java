package io.mmcheck.conform;

import java.util.Locale;

/** What is compared of an observation. */
public enum Column {
    /** What the operation returned, the data that it read included. */
    RESULT(true),
    /** The letters: present, swap type, anonymous or not, mapped once, soft-dirty; or unmapped, or empty. */
    STATE(true),
    /** The type of a swap-type entry. */
    TYPE(true),
    /** The node of a present page. */
    NODE(true),
    /** Whether two addresses show the same frame. */
    SHARING(true),
    /** Whether the frame behind an address, present before and after, is another one than before the operation. */
    MOVED(true),
    /** PG_dirty: compared always where it is the symptom, counted apart elsewhere. */
    DIRTY(false),
    /** PG_swapcache. */
    SWAPCACHE(false),
    /** PG_swapbacked. */
    SWAPBACKED(false),
    /** PG_unevictable. */
    UNEVICTABLE(false),
    /** The mapcount. */
    MAPCOUNT(false);

    private final boolean stable;

    Column(boolean stable) {
        this.stable = stable;
    }

    /** Two runs of one kernel always agree on it. The other columns are counted apart. */
    public boolean stable() {
        return stable;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
