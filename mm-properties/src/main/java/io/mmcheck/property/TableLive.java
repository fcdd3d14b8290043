package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.kernel.memory.DoFault;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.Pmd;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Oops;
import io.mmcheck.program.World;
import java.util.Set;

/**
 * No pte is read or changed in a page table that is not the one of its pmd, and who changes one holds the lock of just this table
 * (the page walk of a CPU alone takes no lock). mm/pgtable-generic.c, pte_offset_map_lock(), looks at the pmd again for it.
 */
public final class TableLive implements Property {
    /** What a CPU does by itself: programs of {@code hardware}. */
    private static final Set<String> HARDWARE = Set.of("load", "store");

    @Override
    public String id() {
        return "table-live";
    }

    @Override
    public String statement() {
        return "ptes are used only in the page table of their pmd, under its lock";
    }

    @Override
    public int looksAt() {
        return Machine.MMS | Machine.TABLES | CRASHES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Oops oops = after.oops();
        if (oops != null) {
            boolean table = oops.what().equals("page table")
                    || oops.why().startsWith("page table")
                    || oops.why().startsWith("the lock of page table");
            return table ? new Violation(oops.why()) : state;
        }
        Machine old = before.machine();
        Machine m = after.machine();
        Moved<Machine> moved = after.moved();
        if (moved == null || Steps.same(old.tables(), m.tables())) {
            return state;
        }
        boolean walks = HARDWARE.contains(moved.place().program().name());
        for (int i = 0; i < m.tables().size(); i++) {
            PageTable was = old.tables().get(i);
            PageTable is = m.tables().get(i);
            if (Steps.same(was.ptes(), is.ptes()) || was.isFree() || is.isFree()) {
                continue;
            }
            if (is.isDead()) {
                return new Violation("a pte changes in page table " + i + ", which no pmd points to any more");
            }
            boolean atOnce = was.ptl() < 0 && moved.place().label() == DoFault.At.FAULT_AROUND; // and unlocks it
            if (!walks && !atOnce && was.ptl() != moved.thread()) {
                return new Violation(
                        "T" + moved.thread() + " changes a pte in page table " + i + ", whose lock it does not hold");
            }
        }
        return inUse(m, state);
    }

    /** A table that a pmd points to is in use, and only one pmd points to it. */
    private static Object inUse(Machine m, Object state) {
        int[] users = new int[m.tables().size()];
        for (int process = 0; process < m.mms().size(); process++) {
            for (Pmd pmd : m.mm(process).pmds()) {
                if (pmd instanceof Pmd.ToTable to) {
                    users[to.table()]++;
                }
            }
        }
        for (int i = 0; i < users.length; i++) {
            boolean used = m.tables().get(i).grace() == 0;
            if (users[i] > 1 || used != (users[i] == 1)) {
                return new Violation(
                        users[i] + " pmds point to page table " + i + ", which is " + (used ? "in use" : "not in use"));
            }
        }
        return state;
    }
}
