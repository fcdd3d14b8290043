package io.mmcheck.kernel.mlock;

import static io.mmcheck.kernel.mlock.Populate.At.*;

import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.memory.HandleMmFault;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/gup.c, populate_vma_page_range(): every page of a range is present and, where its VMA allows to write, the process's own.
 * The caller holds mmap_lock. Returns 0 or what mlock makes of the first page that cannot be had.
 */
public final class Populate {
    public enum At {
        LOOK_AT_PTE,
        AFTER_FAULT
    }

    /** The pages [va, to) of a process that are still to do. */
    public record Locals(int process, int va, int to) {
        public static Locals of(int process, int from, int to) {
            return new Locals(process, from, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("populate_vma_page_range")
            .at(LOOK_AT_PTE, Populate::lookAtPte)
            .atReturn(AFTER_FAULT, Populate::afterFault);

    private Populate() {}

    static Next<Locals> lookAtPte(Machine m, ThreadId self, Locals l) {
        if (l.va >= l.to) {
            return Next.done(m, 0);
        }
        Vma vma = m.mm(l.process).vma(l.va);
        if (vma == null || !vma.readable() && !vma.writable()) {
            return Next.done(m, Errno.ENOMEM);
        }
        boolean write = vma.writable() && !vma.shared();
        boolean there = m.leaf(l.process, l.va) instanceof Pte.Present p && !p.protNone() && (p.writable() || !write);
        return there
                ? Next.go(m, LOOK_AT_PTE, Locals.of(l.process, l.va + 1, l.to))
                : Next.call(m, HandleMmFault.PROGRAM, HandleMmFault.Locals.of(l.process, l.va, write), AFTER_FAULT, l);
    }

    /** __mlock_posix_error_return(): EFAULT becomes ENOMEM, and no memory becomes EAGAIN. */
    static Next<Locals> afterFault(Machine m, ThreadId self, Locals l, FaultResult result) {
        return switch (result) {
            case DONE, RETRY, FALLBACK -> Next.go(m, LOOK_AT_PTE, l);
            case SIGSEGV, SIGBUS -> Next.done(m, Errno.ENOMEM);
            case OOM -> Next.done(m, Errno.EAGAIN);
        };
    }
}
