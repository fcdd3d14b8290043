package io.mmcheck.kernel.memory;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;

/** mm/memory.c, pte_alloc() and __pte_alloc(): an address gets a page table, under the pmd lock. */
public final class PteAlloc {
    private PteAlloc() {}

    /** The machine with a page table for the address; unchanged if there is one already. */
    public static Machine alloc(Machine m, int process, int va) {
        if (m.tableOf(process, va) >= 0) {
            return m;
        }
        int table = lowestFree(m);
        int ptes = m.config().ptesPerTable();
        return m.withTable(table, new PageTable(-1, Table.fill(ptes, Pte.NONE)))
                .withMm(process, m.mm(process).withPmd(va / ptes, new Pmd.ToTable(table)));
    }

    private static int lowestFree(Machine m) {
        boolean[] used = new boolean[m.tables().size()];
        for (Mm mm : m.mms()) {
            for (Pmd pmd : mm.pmds()) {
                if (pmd instanceof Pmd.ToTable to) {
                    used[to.table()] = true;
                }
            }
        }
        for (int table = 0; table < used.length; table++) {
            if (!used[table]) {
                return table;
            }
        }
        throw new Bug("page table", "no room for one more");
    }
}
