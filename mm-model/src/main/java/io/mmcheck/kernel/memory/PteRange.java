package io.mmcheck.kernel.memory;

import io.mmcheck.machine.Machine;

/** How walk_page_range() goes through page tables: one table at a time, none pmds are skipped. */
public final class PteRange {
    private PteRange() {}

    /** The first page from {@code va} on whose pmd is not none, or {@code to}. */
    public static int firstWithTable(Machine m, int process, int va, int to) {
        int ptes = m.config().ptesPerTable();
        int at = va;
        while (at < to && m.pmd(process, at).isNone()) {
            at = (at / ptes + 1) * ptes;
        }
        return Math.min(at, to);
    }

    /** Whether the page behind {@code va} is in the same table and in front of {@code to}. */
    public static boolean nextIsInTable(Machine m, int va, int to) {
        return va + 1 < to && (va + 1) % m.config().ptesPerTable() != 0;
    }

    /** The end of the part of a range that the pmd of {@code va} covers. */
    public static int pmdEnd(Machine m, int va, int to) {
        return Math.min(to, m.pmdStart(va) + m.config().ptesPerTable());
    }

    /** Whether [va, to) covers the pmd of {@code va} as a whole. */
    public static boolean coversPmd(Machine m, int va, int to) {
        return va == m.pmdStart(va) && va + m.config().ptesPerTable() <= to;
    }
}
