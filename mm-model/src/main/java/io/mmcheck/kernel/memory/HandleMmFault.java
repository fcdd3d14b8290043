package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.HandleMmFault.At.*;

import io.mmcheck.kernel.hugememory.DoHugePmdAnonymousPage;
import io.mmcheck.kernel.hugememory.DoHugePmdWpPage;
import io.mmcheck.kernel.hugememory.HugePmd;
import io.mmcheck.kernel.hugememory.PmdMigrationEntryWait;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.pgtable.Rcu;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
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
        RETURN,
        TRIED_HUGE,
        WROTE_HUGE,
        SET_ACCESSED_PMD
    }

    /**
     * The address and the access that it is for.
     *
     * @param unshare FAULT_FLAG_UNSHARE: make an anonymous page exclusive, for a pin that only reads
     * @param seen the pte that the fault decides by; none when it is not needed any more
     * @param table the page table that it was in, or -1
     */
    public record Locals(int process, int va, boolean write, boolean unshare, Pte seen, int table) {
        public static Locals of(int process, int va, boolean write) {
            return new Locals(process, va, write, false, Pte.NONE, -1);
        }

        /** A fault that makes the page exclusive without writing to it. */
        public static Locals unsharing(int process, int va) {
            return new Locals(process, va, false, true, Pte.NONE, -1);
        }

        Locals withSeen(Pte pte, int in) {
            return new Locals(process, va, write, unshare, pte, in);
        }

        Locals forgotten() {
            return withSeen(Pte.NONE, -1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("handle_mm_fault")
            .at(READ_PTE, HandleMmFault::readPte)
            .at(LOCK_PTL, HandleMmFault::lockPtl)
            .at(CHECK_PTE, HandleMmFault::checkPte)
            .atReturn(RETURN, HandleMmFault::returned)
            .atReturn(TRIED_HUGE, HandleMmFault::triedHuge)
            .atReturn(WROTE_HUGE, HandleMmFault::wroteHuge)
            .at(SET_ACCESSED_PMD, HandleMmFault::setAccessedPmd);

    private HandleMmFault() {}

    /** The VMA cannot change under mmap_lock, so looking it up is no step of its own. The pte can. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        Vma vma = m.mm(l.process).vma(l.va);
        if (vma == null || !(l.write ? vma.writable() : vma.readable())) {
            return Next.done(m, FaultResult.SIGSEGV);
        }
        int table = PteOffsetMap.table(m, l.process, l.va);
        if (table == PteOffsetMap.NULL) {
            return pmdFault(m, l, vma);
        }
        Pte pte = m.pteIn(table, l.va);
        Locals done = l.forgotten();
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
            return Next.next(Rcu.readLock(m, self), l.withSeen(pte, table));
        }
        return Next.call(m, DoSwapPage.PROGRAM, DoSwapPage.Locals.of(l, pte), RETURN, done);
    }

    /** __handle_mm_fault(), where there is no page table: a huge page, or small ones if that is not wanted or not to be had. */
    private static Next<Locals> pmdFault(Machine m, Locals l, Vma vma) {
        Pmd pmd = m.pmd(l.process, l.va);
        if (pmd.isNone()) {
            return HugePmd.allowed(m, vma, l.va)
                    ? Next.call(
                            m,
                            DoHugePmdAnonymousPage.PROGRAM,
                            DoHugePmdAnonymousPage.Locals.of(l.process, l.va, l.write),
                            TRIED_HUGE,
                            l)
                    : small(m, l, vma);
        }
        if (pmd instanceof Pmd.Migration) {
            return Next.call(
                    m, PmdMigrationEntryWait.PROGRAM, PmdMigrationEntryWait.Locals.of(l.process, l.va), RETURN, l);
        }
        if (pmd.isTransHuge()) {
            boolean writable = pmd instanceof Pmd.Huge huge && huge.bits().writable();
            return (l.write || l.unshare) && !writable
                    ? Next.call(
                            m,
                            DoHugePmdWpPage.PROGRAM,
                            new DoHugePmdWpPage.Locals(l.process, l.va, l.unshare, pmd),
                            WROTE_HUGE,
                            l)
                    : Next.go(m, SET_ACCESSED_PMD, l);
        }
        return PteOffsetMap.clearBad(m, l.process, l.va, to -> Next.done(to, FaultResult.RETRY));
    }

    private static Next<Locals> small(Machine m, Locals l, Vma vma) {
        return vma.isAnonymous()
                ? Next.call(m, DoAnonymousPage.PROGRAM, DoAnonymousPage.Locals.of(l), RETURN, l)
                : Next.call(m, DoFault.PROGRAM, DoFault.Locals.of(l, vma), RETURN, l);
    }

    /** Without a huge page small ones have to do. */
    static Next<Locals> triedHuge(Machine m, ThreadId self, Locals l, FaultResult result) {
        return result == FaultResult.FALLBACK
                ? Next.call(m, DoAnonymousPage.PROGRAM, DoAnonymousPage.Locals.of(l), RETURN, l)
                : Next.done(m, result);
    }

    /** The huge page has been split: its ptes have the rest of the fault. */
    static Next<Locals> wroteHuge(Machine m, ThreadId self, Locals l, FaultResult result) {
        return result == FaultResult.FALLBACK ? Next.go(m, READ_PTE, l) : Next.done(m, result);
    }

    /** huge_pmd_set_accessed(), under the pmd lock; a CPU would have done so itself if it could. */
    static Next<Locals> setAccessedPmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.process)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        if (!(m.pmd(l.process, l.va) instanceof Pmd.Huge huge)
                || l.write && !huge.bits().writable()) {
            return Next.done(m, FaultResult.RETRY);
        }
        Pte.Present young = huge.bits().withYoung(true);
        Pte.Present used = l.write ? young.withDirty(true).withSoftDirty(true) : young;
        return Next.done(m.withPmd(l.process, l.va, new Pmd.Huge(used)), FaultResult.DONE);
    }

    /** The lock of the table that the pte was read from: under RCU it is there, even if it is not in use any more. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return Ptl.take(m, self, l.table, l);
    }

    /** Present: a store to a read-only page, or somebody was faster and only the bits remain to be set. */
    static Next<Locals> checkPte(Machine mapped, ThreadId self, Locals l) {
        int table = l.table;
        if (!mapped.pteIn(table, l.va).equals(l.seen)) {
            return Next.done(Rcu.readUnlock(Ptl.unlock(mapped, self, table), self), FaultResult.RETRY);
        }
        Machine m = Rcu.readUnlock(mapped, self);
        Pte.Present pte = (Pte.Present) l.seen;
        if ((l.write || l.unshare) && !pte.writable()) {
            return Next.call(
                    m, DoWpPage.PROGRAM, DoWpPage.Locals.of(l.process, l.va, l.unshare, pte), RETURN, l.forgotten());
        }
        Pte.Present used = l.write ? pte.withYoung(true).withDirty(true).withSoftDirty(true) : pte.withYoung(true);
        return Next.done(Ptl.unlock(m.withPte(l.process, l.va, used), self, table), FaultResult.DONE);
    }

    static Next<Locals> returned(Machine m, ThreadId self, Locals l, FaultResult result) {
        return Next.done(m, result);
    }
}
