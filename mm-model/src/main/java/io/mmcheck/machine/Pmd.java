package io.mmcheck.machine;

/** A page middle directory entry. */
@SuppressWarnings("ClassInitializationDeadlock") // records without static state of their own
public sealed interface Pmd {
    Pmd NONE = new None();

    /** Nothing: no page table. */
    record None() implements Pmd {}

    /** Points to a page table, by its number in {@link Machine#tables}. */
    record ToTable(int table) implements Pmd {}

    /** A transparent huge page. Not modelled yet: meeting one is an oops. */
    record Huge(int pfn, boolean writable, boolean dirty) implements Pmd {}

    /** The huge zero page. Not modelled yet: meeting one is an oops. */
    record HugeZero() implements Pmd {}

    /** A huge page on its way. Not modelled yet: meeting one is an oops. */
    record Migration(int pfn) implements Pmd {}

    /** An entry that makes no sense. Not modelled yet: meeting one is an oops. */
    record Bad() implements Pmd {}
}
