package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.DoUserAddrFault.At.*;

import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * arch/x86/mm/fault.c, do_user_addr_fault(): the page fault exception, with mmap_lock held for reading around the fault.
 * Returns a {@link FaultResult}.
 */
public final class DoUserAddrFault {
    public enum At {
        LOCK_MMAP,
        UNLOCK_MMAP
    }

    /** The address and the access that faulted. */
    public record Locals(int process, int va, boolean write) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_user_addr_fault")
            .at(LOCK_MMAP, DoUserAddrFault::lockMmap)
            .atReturn(UNLOCK_MMAP, DoUserAddrFault::unlockMmap);

    private DoUserAddrFault() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, FaultResult.RETRY); // the access finds out that its process is gone
        }
        return MmapLock.canRead(m, l.process)
                ? Next.<Locals, HandleMmFault.Locals>call(
                                MmapLock.read(m, self, l.process),
                                HandleMmFault.PROGRAM,
                                HandleMmFault.Locals.of(l.process, l.va, l.write),
                                UNLOCK_MMAP,
                                l)
                        .saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l, FaultResult fault) {
        return Next.done(MmapLock.unlock(m, self, l.process), fault);
    }
}
