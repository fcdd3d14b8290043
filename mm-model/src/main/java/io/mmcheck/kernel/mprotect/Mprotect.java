package io.mmcheck.kernel.mprotect;

import static io.mmcheck.kernel.mprotect.Mprotect.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.mlock.Populate;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.mmap.Vmas;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/mprotect.c, do_mprotect_pkey() and mprotect_fixup(): one VMA after the other, under mmap_lock for writing, then one flush
 * for all. A hole ends the walk with ENOMEM; what came before it stays changed.
 */
public final class Mprotect {
    public enum At {
        LOCK_MMAP,
        NEXT_VMA,
        CHANGE_VMA,
        AFTER_CHANGE,
        FLUSH_TLB,
        UNLOCK_MMAP
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param va how far it has come
     * @param populate where the part of a locked VMA begins that becomes writable now, or -1
     * @param flush whether a pte lost rights, so that TLBs need a flush
     * @param hole whether a hole was met
     */
    public record Locals(
            int process,
            int from,
            int to,
            boolean read,
            boolean write,
            int va,
            int populate,
            boolean flush,
            boolean hole) {
        public static Locals of(int process, int from, int to, boolean read, boolean write) {
            return new Locals(process, from, to, read, write, from, -1, false, false);
        }

        Locals at(int next, int populateFrom) {
            return new Locals(process, from, to, read, write, next, populateFrom, flush, hole);
        }

        Locals withFlush(boolean more) {
            return new Locals(process, from, to, read, write, va, -1, flush || more, hole);
        }

        Locals withHole() {
            return new Locals(process, from, to, read, write, va, -1, flush, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_mprotect_pkey")
            .at(LOCK_MMAP, Mprotect::lockMmap)
            .at(NEXT_VMA, Mprotect::nextVma)
            .at(CHANGE_VMA, Mprotect::changeVma)
            .atReturn(AFTER_CHANGE, Mprotect::afterChange)
            .at(FLUSH_TLB, Mprotect::flushTlb)
            .at(UNLOCK_MMAP, Mprotect::unlockMmap);

    private Mprotect() {}

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
            return Next.go(m, FLUSH_TLB, l);
        }
        if (vma == null || vma.start() > l.va) {
            return Next.go(m, FLUSH_TLB, l.withHole());
        }
        int end = Math.min(vma.end(), l.to);
        boolean same = vma.readable() == l.read && vma.writable() == l.write;
        return same
                ? Next.go(m, NEXT_VMA, l.at(end, -1))
                : Next.next(m, l.at(l.va, vma.locked() && !vma.shared() && !vma.writable() && l.write ? l.va : -1));
    }

    /** The rights of the VMA change before those of its ptes: from here on a fault sees the new ones. */
    static Next<Locals> changeVma(Machine m, ThreadId self, Locals l) {
        int huge = Vmas.hugeToSplit(m, l.process, l.va, l.to);
        if (huge >= 0) {
            return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.process, huge), CHANGE_VMA, l);
        }
        Vma vma = Vmas.firstEndingBehind(m, l.process, l.va);
        int end = vma == null ? l.to : Math.min(vma.end(), l.to);
        Machine changed = Vmas.modify(m, l.process, l.va, end, v -> v.withAccess(l.read, l.write));
        ChangeProtection.Locals range = ChangeProtection.Locals.of(l.process, l.va, end, l.read, l.write);
        return Next.call(changed, ChangeProtection.PROGRAM, range, AFTER_CHANGE, l.at(end, l.populate));
    }

    /** A locked VMA that becomes writable gets its own pages now, so that no store will have to wait. Errors do not count. */
    static Next<Locals> afterChange(Machine m, ThreadId self, Locals l, Object flushOrPopulated) {
        boolean flush = flushOrPopulated instanceof Boolean lost && lost;
        Locals changed = l.withFlush(flush);
        return l.populate >= 0
                ? Next.call(m, Populate.PROGRAM, Populate.Locals.of(l.process, l.populate, l.va), AFTER_CHANGE, changed)
                : Next.go(m, NEXT_VMA, changed);
    }

    /** tlb_finish_mmu(): no CPU writes with the old rights once mprotect returns. */
    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        return Next.next(l.flush ? Tlb.flushRange(m, l.process, l.from, Math.min(l.to, l.va)) : m, l);
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        return Next.done(MmapLock.unlock(m, self, l.process), l.hole ? Errno.ENOMEM : 0);
    }
}
