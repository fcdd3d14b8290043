package io.mmcheck.machine;

/** Where a folio stands with regard to the LRU lists. */
public enum Lru {
    /** On no list. */
    OFF,
    /** On a list; PG_lru is set. */
    ON,
    /** Taken off its list by somebody who holds a reference for it. */
    ISOLATED
}
