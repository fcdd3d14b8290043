package io.mmcheck.machine;

/** A page middle directory entry. */
@SuppressWarnings("ClassInitializationDeadlock") // records without static state of their own
public sealed interface Pmd {
    Pmd NONE = new None();
    Pmd HUGE_ZERO = new HugeZero();
    Pmd BAD = new Bad();

    /** Nothing: no page table. */
    record None() implements Pmd {}

    /** Points to a page table, by its number in {@link Machine#tables}. */
    record ToTable(int table) implements Pmd {}

    /**
     * A transparent huge page: one reference and one entire mapcount of its folio.
     *
     * @param bits the head page and the bits, as a pte has them. Without access rights ({@code protNone}) it is present to the
     *     kernel only: so it is in a VMA without rights, and while it is being split (pmdp_invalidate())
     */
    record Huge(Pte.Present bits) implements Pmd {
        public int pfn() {
            return bits.pfn();
        }
    }

    /** The huge zero page, read-only and counted nowhere. */
    record HugeZero() implements Pmd {}

    /**
     * A huge page on its way to another place; its folio is locked. Holds no reference and no mapcount.
     *
     * @param bits the head page and the bits, as a migration entry of a pte has them
     */
    record Migration(Pte.Migration bits) implements Pmd {
        public int pfn() {
            return bits.pfn();
        }
    }

    /** An entry that makes no sense: memory corruption. */
    record Bad() implements Pmd {}

    /** What it is, in words. */
    default String text() {
        if (this instanceof Huge huge) {
            return "huge page " + huge.pfn();
        }
        if (this instanceof Migration migration) {
            return "migration entry of huge page " + migration.pfn();
        }
        return isNone() ? "none" : isTable() ? "a page table" : isTransHuge() ? "the huge zero page" : "bad";
    }

    default boolean isNone() {
        return this instanceof None;
    }

    /** pmd_trans_huge(): a huge page or the huge zero page. */
    default boolean isTransHuge() {
        return this instanceof Huge || this instanceof HugeZero;
    }

    default boolean isTable() {
        return this instanceof ToTable;
    }
}
