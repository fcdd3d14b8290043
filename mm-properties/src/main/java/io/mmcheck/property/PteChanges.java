package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;

/** The ptes that a step has changed, with the processes and addresses that they belong to. */
final class PteChanges {
    private PteChanges() {}

    /** Is told of each changed pte. */
    @FunctionalInterface
    interface Visitor {
        void visit(int process, int va, Pte old, Pte now);
    }

    static void each(Machine before, Machine after, Visitor visitor) {
        if (Steps.same(before.tables(), after.tables())) {
            return;
        }
        for (int i = 0; i < after.tables().size(); i++) {
            PageTable old = before.tables().get(i);
            PageTable now = after.tables().get(i);
            if (!Steps.same(old.ptes(), now.ptes())) {
                int first = firstAddress(after, i) >= 0 ? firstAddress(after, i) : firstAddress(before, i);
                for (int j = 0; first >= 0 && j < now.ptes().size(); j++) {
                    if (!Steps.same(old.ptes().get(j), now.ptes().get(j))) {
                        int addresses = after.config().addresses();
                        visitor.visit(
                                first / addresses,
                                first % addresses + j,
                                old.ptes().get(j),
                                now.ptes().get(j));
                    }
                }
            }
        }
    }

    /** The row of the first address that a table covers ({@link io.mmcheck.machine.Config#row}), or -1 if it is not in use. */
    static int firstAddress(Machine m, int table) {
        for (int process = 0; process < m.mms().size(); process++) {
            int size = m.mm(process).pmds().size();
            for (int i = 0; i < size; i++) {
                if (m.mm(process).pmds().get(i) instanceof Pmd.ToTable to && to.table() == table) {
                    return m.config().row(process, i * m.config().ptesPerTable());
                }
            }
        }
        return -1;
    }

    /** The page table of an address, or -1. */
    static int table(Machine m, int process, int va) {
        return m.pmd(process, va) instanceof Pmd.ToTable to ? to.table() : -1;
    }

    /** Whether this step releases the lock of some page table that this thread held. */
    static boolean released(Machine before, Machine after, int table, int thread) {
        return before.tables().get(table).ptl() == thread
                && after.tables().get(table).ptl() != thread;
    }
}
