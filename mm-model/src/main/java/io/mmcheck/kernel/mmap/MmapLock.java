package io.mmcheck.kernel.mmap;

import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;

/** mmap_lock of a process (include/linux/mmap_lock.h). */
public final class MmapLock {
    private MmapLock() {}

    /** Whether the process exists; operations end with ESRCH if not. */
    public static boolean isLive(Machine m, int process) {
        return process >= 0 && process < m.mms().size() && m.mm(process).live();
    }

    public static boolean canRead(Machine m, int process) {
        return m.mm(process).lock().canRead();
    }

    public static boolean canWrite(Machine m, int process) {
        return m.mm(process).lock().canWrite();
    }

    /** mmap_read_lock(), when {@link #canRead}; the step says {@link #acquired}. */
    public static Machine read(Machine m, ThreadId self, int process) {
        Mm mm = m.mm(process);
        return m.withMm(process, mm.withLock(mm.lock().read(self)));
    }

    /** mmap_write_lock(), when {@link #canWrite}; the step says {@link #acquired}. */
    public static Machine write(Machine m, ThreadId self, int process) {
        Mm mm = m.mm(process);
        return m.withMm(process, mm.withLock(mm.lock().write(self)));
    }

    /** mmap_read_unlock() or mmap_write_unlock(). */
    public static Machine unlock(Machine m, ThreadId self, int process) {
        Mm mm = m.mm(process);
        return m.withMm(process, mm.withLock(mm.lock().release(self)));
    }

    public static Acquired acquired(int process) {
        return new Acquired(LockClass.MMAP, process);
    }

    /** What a thread that waits for the lock waits on. */
    public static String waitFor(int process) {
        return "mmap_lock of p" + process;
    }
}
