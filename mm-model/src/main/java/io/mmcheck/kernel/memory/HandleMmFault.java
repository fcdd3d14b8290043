package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.HandleMmFault.At.*;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/memory.c, handle_mm_fault() and handle_pte_fault(): give an address the page that an access needs. The caller holds
 * mmap_lock for reading and still holds it afterwards (a page fault takes it for the purpose; GUP and hmm_range_fault have it
 * anyway). Returns a {@link FaultResult}; whatever it is but an error, the caller looks at the pte again.
 *
 * <p>Every fault reads the pte without its lock, decides by what it saw, and compares under the lock before it changes
 * anything: whoever was faster has won, and the access is tried again.
 */
public final class HandleMmFault {
    public enum At {
        READ_PTE,
        LOCK_PTL,
        CHECK_PTE,
        RETURN
    }

    /**
     * The address and the access that it is for.
     *
     * @param unshare FAULT_FLAG_UNSHARE: make an anonymous page exclusive, for a pin that only reads
     * @param seen the pte that the fault decides by; none when it is not needed any more
     */
    public record Locals(int process, int va, boolean write, boolean unshare, Pte seen) {
        public static Locals of(int process, int va, boolean write) {
            return new Locals(process, va, write, false, Pte.NONE);
        }

        /** A fault that makes the page exclusive without writing to it. */
        public static Locals unsharing(int process, int va) {
            return new Locals(process, va, false, true, Pte.NONE);
        }

        Locals withSeen(Pte pte) {
            return new Locals(process, va, write, unshare, pte);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("handle_mm_fault")
            .at(READ_PTE, HandleMmFault::readPte)
            .at(LOCK_PTL, HandleMmFault::lockPtl)
            .at(CHECK_PTE, HandleMmFault::checkPte)
            .atReturn(RETURN, HandleMmFault::returned);

    private HandleMmFault() {}

    /** The VMA cannot change under mmap_lock, so looking it up is no step of its own. The pte can. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        Vma vma = m.mm(l.process).vma(l.va);
        if (vma == null || !(l.write ? vma.writable() : vma.readable())) {
            return Next.done(m, FaultResult.SIGSEGV);
        }
        Pte pte = m.pte(l.process, l.va);
        Locals done = l.withSeen(Pte.NONE);
        if (pte.isNone() && !vma.isAnonymous()) {
            return Next.call(m, DoFault.PROGRAM, DoFault.Locals.of(l, vma), RETURN, done);
        }
        if (pte.isNone()) {
            return Next.call(m, DoAnonymousPage.PROGRAM, DoAnonymousPage.Locals.of(l), RETURN, done);
        }
        if (pte instanceof Pte.Present present) {
            if (present.protNone()) {
                throw Bug.notModelled("a NUMA hinting fault");
            }
            return Next.next(m, l.withSeen(pte));
        }
        return Next.call(m, DoSwapPage.PROGRAM, DoSwapPage.Locals.of(l, pte), RETURN, done);
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return Ptl.take(m, self, m.tableOf(l.process, l.va), l);
    }

    /** Present: a store to a read-only page, or somebody was faster and only the bits remain to be set. */
    static Next<Locals> checkPte(Machine m, ThreadId self, Locals l) {
        int table = m.tableOf(l.process, l.va);
        if (!m.pte(l.process, l.va).equals(l.seen)) {
            return Next.done(Ptl.unlock(m, self, table), FaultResult.RETRY);
        }
        Pte.Present pte = (Pte.Present) l.seen;
        if ((l.write || l.unshare) && !pte.writable()) {
            return Next.call(
                    m,
                    DoWpPage.PROGRAM,
                    DoWpPage.Locals.of(l.process, l.va, l.unshare, pte),
                    RETURN,
                    l.withSeen(Pte.NONE));
        }
        Pte.Present used = l.write ? pte.withYoung(true).withDirty(true).withSoftDirty(true) : pte.withYoung(true);
        return Next.done(Ptl.unlock(m.withPte(l.process, l.va, used), self, table), FaultResult.DONE);
    }

    static Next<Locals> returned(Machine m, ThreadId self, Locals l, FaultResult result) {
        return Next.done(m, result);
    }
}
