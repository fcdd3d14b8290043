package io.mmcheck.kernel.memory;

import io.mmcheck.machine.Machine;

/** How walk_page_range() goes through page tables: one table at a time, holes without a table are skipped. */
public final class PteRange {
    private PteRange() {}

    /** The first page from {@code va} on that has a page table, or {@code to}. */
    public static int firstWithTable(Machine m, int process, int va, int to) {
        int ptes = m.config().ptesPerTable();
        int at = va;
        while (at < to && m.tableOf(process, at) < 0) {
            at = (at / ptes + 1) * ptes;
        }
        return Math.min(at, to);
    }

    /** Whether the page behind {@code va} is in the same table and in front of {@code to}. */
    public static boolean nextIsInTable(Machine m, int va, int to) {
        return va + 1 < to && (va + 1) % m.config().ptesPerTable() != 0;
    }
}
