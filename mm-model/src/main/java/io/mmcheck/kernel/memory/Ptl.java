package io.mmcheck.kernel.memory;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;

/** The split page table lock. */
public final class Ptl {
    private Ptl() {}

    /** Whether the lock of this table is free. */
    public static boolean isFree(Machine m, int table) {
        PageTable t = m.tables().get(table);
        if (t.isFree()) {
            throw new Bug("use after free", "the lock of page table " + table + " is taken after its grace period");
        }
        return t.ptl() < 0;
    }

    public static Machine lock(Machine m, ThreadId self, int table) {
        PageTable t = m.tables().get(table);
        if (t.ptl() >= 0) {
            throw new Bug("lock", self + " takes the lock of page table " + table + ", which T" + t.ptl() + " holds");
        }
        return m.withTable(table, t.withPtl(self.index()));
    }

    public static Machine unlock(Machine m, ThreadId self, int table) {
        PageTable t = m.tables().get(table);
        if (t.ptl() != self.index()) {
            throw new Bug("lock", self + " unlocks page table " + table + ", which it has not locked");
        }
        return m.withTable(table, t.withPtl(-1));
    }

    /** The step that spins until it has the lock of this table, and goes on with these locals. */
    public static <L> Next<L> take(Machine m, ThreadId self, int table, L locals) {
        return isFree(m, table)
                ? Next.<L>next(lock(m, self, table), locals).saying(new Acquired(LockClass.PTL, table))
                : Next.blocked(waitFor(m, table));
    }

    /** What a thread that spins on the lock waits on. */
    public static String waitFor(Machine m, int table) {
        return "the lock of page table " + table + ", held by T"
                + m.tables().get(table).ptl();
    }
}
