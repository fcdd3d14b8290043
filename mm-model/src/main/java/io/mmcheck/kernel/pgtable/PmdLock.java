package io.mmcheck.kernel.pgtable;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;

/** pmd_lock(): the lock of a process's page of pmds. Whoever changes a pmd that is not a page table holds it. */
public final class PmdLock {
    private PmdLock() {}

    public static boolean isFree(Machine m, int process) {
        return m.mm(process).pmdLock() < 0;
    }

    public static Machine lock(Machine m, ThreadId self, int process) {
        Mm mm = m.mm(process);
        if (mm.pmdLock() >= 0) {
            throw new Bug("lock", self + " takes the pmd lock of p" + process + ", which T" + mm.pmdLock() + " holds");
        }
        return m.withMm(process, mm.withPmdLock(self.index()));
    }

    public static Machine unlock(Machine m, ThreadId self, int process) {
        Mm mm = m.mm(process);
        if (mm.pmdLock() != self.index()) {
            throw new Bug("lock", self + " unlocks the pmd lock of p" + process + ", which it has not locked");
        }
        return m.withMm(process, mm.withPmdLock(-1));
    }

    /** The step that spins until it has the lock, and goes on with these locals. */
    public static <L> Next<L> take(Machine m, ThreadId self, int process, L locals) {
        return isFree(m, process)
                ? Next.<L>next(lock(m, self, process), locals).saying(acquired(process))
                : Next.blocked(waitFor(m, process));
    }

    public static Acquired acquired(int process) {
        return new Acquired(LockClass.PMD, process);
    }

    public static String waitFor(Machine m, int process) {
        return "the pmd lock of p" + process + ", held by T" + m.mm(process).pmdLock();
    }
}
