package io.mmcheck.kernel.pgtable;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.ThreadId;

/**
 * RCU as page tables need it (pte_free_defer(), tlb_remove_table()). A reader is a thread that has looked at a pmd and has not
 * locked the table yet; GUP-fast, with interrupts off, counts as one. Who holds the lock of a table that is in use needs no more:
 * nobody takes a table away without its lock. Grace periods end as early as they may, which is the worst for everybody.
 */
public final class Rcu {
    private Rcu() {}

    /** rcu_read_lock(), or interrupts off. */
    public static Machine readLock(Machine m, ThreadId self) {
        return m.withReaders(m.readers() | 1 << self.index());
    }

    /** rcu_read_unlock(): dead tables that waited for nobody else are freed. Without effect outside of a section. */
    public static Machine readUnlock(Machine m, ThreadId self) {
        int bit = 1 << self.index();
        if ((m.readers() & bit) == 0) {
            return m;
        }
        Machine left = m.withReaders(m.readers() & ~bit);
        for (int i = 0; i < m.tables().size(); i++) {
            PageTable table = left.tables().get(i);
            if (table.isDead() && (table.grace() & bit) != 0) {
                left = waitsFor(left, i, table.grace() & ~bit);
            }
        }
        return left;
    }

    /** pte_free_defer(): no pmd points to the table any more; it is freed when all have left who are inside now. */
    public static Machine freeDeferred(Machine m, int table) {
        return waitsFor(m, table, m.readers());
    }

    private static Machine waitsFor(Machine m, int table, int threads) {
        return m.withTable(
                table,
                threads == 0
                        ? PageTable.free(m.config().ptesPerTable())
                        : m.tables().get(table).withGrace(threads));
    }
}
