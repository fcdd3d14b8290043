package io.mmcheck.kernel.memory;

import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;

/**
 * mm/memory.c, pte_alloc(), __pte_alloc() and pmd_install(): an address gets a page table if its pmd is none, under the pmd lock.
 * Any other pmd is left alone, and that is no failure: a huge page that has arrived meanwhile is found by whoever maps the table.
 */
public final class PteAlloc {
    private PteAlloc() {}

    /** Whether it has to wait: the pmd is none and its lock is held. */
    public static boolean mustWait(Machine m, int process, int va) {
        return m.pmd(process, va).isNone() && !PmdLock.isFree(m, process);
    }

    /** The machine with a page table for the address; unchanged if the pmd is not none. */
    public static Machine alloc(Machine m, int process, int va) {
        return m.pmd(process, va).isNone() ? populate(m, process, va, none(m)) : m;
    }

    /** pmd_populate(): a page table with these ptes takes the place of whatever the pmd was. */
    public static Machine populate(Machine m, int process, int va, Table<Pte> ptes) {
        int table = lowestFree(m);
        return m.withTable(table, new PageTable(-1, ptes, 0)).withPmd(process, va, new Pmd.ToTable(table));
    }

    /** free_pgtables(): the tables of a process that nobody walks any more. */
    public static Machine freeAll(Machine m, int process) {
        Machine freed = m;
        for (Pmd pmd : m.mm(process).pmds()) {
            if (pmd instanceof Pmd.ToTable to) {
                freed = freed.withTable(to.table(), PageTable.free(m.config().ptesPerTable()));
            }
        }
        return freed;
    }

    private static Table<Pte> none(Machine m) {
        return PageTable.free(m.config().ptesPerTable()).ptes();
    }

    private static int lowestFree(Machine m) {
        for (int table = 0; table < m.tables().size(); table++) {
            if (m.tables().get(table).isFree()) {
                return table;
            }
        }
        throw new Bug("page table", "no room for one more");
    }
}
