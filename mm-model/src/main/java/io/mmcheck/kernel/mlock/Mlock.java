package io.mmcheck.kernel.mlock;

import static io.mmcheck.kernel.mlock.Mlock.At.*;

import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.memory.PteRange;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.mmap.Vmas;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/mlock.c, do_mlock() and munlock(2): VMAs get or lose VM_LOCKED under mmap_lock for writing, their pages PG_mlocked; then
 * mlock has the pages faulted in under mmap_lock for reading. A hole ends it with ENOMEM; what came before it stays.
 */
public final class Mlock {
    public enum At {
        LOCK_MMAP,
        NEXT_VMA,
        CHANGE_VMA,
        DRAIN_BATCH,
        NEXT_TABLE,
        LOCK_PTL,
        MARK_FOLIO,
        UNLOCK_PTL,
        UNLOCK_MMAP,
        LOCK_TO_POPULATE,
        POPULATED
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param locks mlock, or munlock
     * @param va how far it has come
     * @param end the end of the present VMA's part
     * @param table the locked page table, or -1
     * @param hole whether a hole was met
     */
    public record Locals(int process, int from, int to, boolean locks, int va, int end, int table, boolean hole) {
        public static Locals of(int process, int from, int to, boolean locks) {
            return new Locals(process, from, to, locks, from, from, -1, false);
        }

        Locals at(int next) {
            return new Locals(process, from, to, locks, next, end, table, hole);
        }

        Locals withEnd(int value) {
            return new Locals(process, from, to, locks, va, value, table, hole);
        }

        Locals withTable(int locked) {
            return new Locals(process, from, to, locks, va, end, locked, hole);
        }

        Locals withHole() {
            return new Locals(process, from, to, locks, va, end, table, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_mlock")
            .at(LOCK_MMAP, Mlock::lockMmap)
            .at(NEXT_VMA, Mlock::nextVma)
            .at(CHANGE_VMA, Mlock::changeVma)
            .at(DRAIN_BATCH, Mlock::drainBatch)
            .at(NEXT_TABLE, Mlock::nextTable)
            .at(LOCK_PTL, Mlock::lockPtl)
            .at(MARK_FOLIO, Mlock::markFolio)
            .at(UNLOCK_PTL, Mlock::unlockPtl)
            .at(UNLOCK_MMAP, Mlock::unlockMmap)
            .at(LOCK_TO_POPULATE, Mlock::lockToPopulate)
            .atReturn(POPULATED, Mlock::populated);

    private Mlock() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canWrite(m, l.process)
                ? Next.next(MmapLock.write(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    static Next<Locals> nextVma(Machine m, ThreadId self, Locals l) {
        Vma vma = Vmas.firstEndingBehind(m, l.process, l.va);
        if (l.va >= l.to) {
            return Next.go(m, UNLOCK_MMAP, l);
        }
        if (vma == null || vma.start() > l.va) {
            return Next.go(m, UNLOCK_MMAP, l.withHole());
        }
        int end = Math.min(vma.end(), l.to);
        return vma.locked() == l.locks || vma.special()
                ? Next.go(m, NEXT_VMA, l.at(end).withEnd(end))
                : Next.next(m, l.withEnd(end));
    }

    static Next<Locals> changeVma(Machine m, ThreadId self, Locals l) {
        int huge = Vmas.hugeToSplit(m, l.process, l.va, l.end);
        if (huge >= 0) {
            return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.process, huge), CHANGE_VMA, l);
        }
        return Next.next(Vmas.modify(m, l.process, l.va, l.end, v -> v.withLocked(l.locks)), l);
    }

    static Next<Locals> drainBatch(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.drain(m, self.index()), l);
    }

    static Next<Locals> nextTable(Machine m, ThreadId self, Locals l) {
        int va = PteRange.firstWithTable(m, l.process, l.va, l.end);
        return va < l.end ? Next.next(m, l.at(va)) : Next.go(m, NEXT_VMA, l.at(l.end));
    }

    /** A huge page is marked once, under the pmd lock, if the range covers it: a part of one is not worth it. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        Pmd pmd = m.pmd(l.process, l.va);
        if (pmd.isTransHuge() || pmd instanceof Pmd.Migration) {
            if (!PmdLock.isFree(m, l.process)) {
                return Next.blocked(PmdLock.waitFor(m, l.process));
            }
            boolean marks = pmd instanceof Pmd.Huge && (!l.locks || PteRange.coversPmd(m, l.va, l.end));
            Machine marked = m;
            if (marks) {
                int head = ((Pmd.Huge) pmd).pfn();
                marked = m.withPage(head, m.page(head).withMlocked(l.locks));
            }
            return Next.go(marked, NEXT_TABLE, l.at(PteRange.pmdEnd(m, l.va, l.end)));
        }
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l.withTable(table)),
                to -> Next.go(to, NEXT_TABLE, l));
    }

    /** mlock_folio(), munlock_folio(): what is not present is marked when it is mapped again. */
    static Next<Locals> markFolio(Machine m, ThreadId self, Locals l) {
        Machine marked = m;
        if (m.pte(l.process, l.va) instanceof Pte.Present pte
                && pte.pfn() != m.zeroPage()
                && !m.page(pte.pfn()).isHuge()
                && !m.page(pte.pfn()).isDevice()) {
            marked = m.withPage(pte.pfn(), m.page(pte.pfn()).withMlocked(l.locks));
        }
        Locals next = l.at(l.va + 1);
        return PteRange.nextIsInTable(m, l.va, l.end) ? Next.go(marked, MARK_FOLIO, next) : Next.next(marked, next);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.go(Ptl.unlock(m, self, l.table), NEXT_TABLE, l.withTable(-1));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        Machine unlocked = MmapLock.unlock(m, self, l.process);
        return l.hole || !l.locks ? Next.done(unlocked, l.hole ? Errno.ENOMEM : 0) : Next.next(unlocked, l);
    }

    /** __mm_populate(). The process may have changed its mappings, or have ended, since the lock was dropped. */
    static Next<Locals> lockToPopulate(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canRead(m, l.process)
                ? Next.call(
                                MmapLock.read(m, self, l.process),
                                Populate.PROGRAM,
                                Populate.Locals.of(l.process, l.from, l.to),
                                POPULATED,
                                l)
                        .saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    static Next<Locals> populated(Machine m, ThreadId self, Locals l, Object result) {
        return Next.done(MmapLock.unlock(m, self, l.process), result);
    }
}
