package io.mmcheck.kernel.userfaultfd;

import static io.mmcheck.kernel.userfaultfd.Userfaultfd.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.mmap.Vmas;
import io.mmcheck.kernel.mprotect.ChangeProtection;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * fs/userfaultfd.c, userfaultfd_register(), and for write protection mm/userfaultfd.c, mwriteprotect_range() behind it: the range is
 * registered under mmap_lock for writing, its ptes are protected under mmap_lock for reading. Faults, reclaim and migration go on
 * meanwhile. Returns 0, or EINVAL for what is not anonymous memory of one VMA.
 */
public final class Userfaultfd {
    public enum At {
        LOCK_MMAP,
        REGISTER,
        UNLOCK_REGISTERED,
        LOCK_TO_PROTECT,
        PROTECTED,
        FLUSH_TLB,
        UNLOCK_MMAP
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param mode what is watched
     * @param flush whether a pte lost its right to write
     */
    public record Locals(int process, int from, int to, Vma.Uffd mode, boolean flush) {
        public static Locals of(int process, int from, int count, Vma.Uffd mode) {
            return new Locals(process, from, from + count, mode, false);
        }

        Locals withFlush(boolean value) {
            return new Locals(process, from, to, mode, value);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("userfaultfd_register")
            .at(LOCK_MMAP, Userfaultfd::lockMmap)
            .at(REGISTER, Userfaultfd::register)
            .at(UNLOCK_REGISTERED, Userfaultfd::unlockRegistered)
            .at(LOCK_TO_PROTECT, Userfaultfd::lockToProtect)
            .atReturn(PROTECTED, Userfaultfd::afterProtection)
            .at(FLUSH_TLB, Userfaultfd::flushTlb)
            .at(UNLOCK_MMAP, Userfaultfd::unlockMmap);

    private Userfaultfd() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canWrite(m, l.process)
                ? Next.<Locals>next(MmapLock.write(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    private static boolean isValid(Machine m, Locals l) {
        Vma vma = m.mm(l.process).vma(l.from);
        return l.from < l.to && vma != null && vma.isAnonymous() && !vma.special() && l.to <= vma.end();
    }

    /** A huge page that reaches over an end of the range is split first: no pmd belongs to two VMAs. */
    static Next<Locals> register(Machine m, ThreadId self, Locals l) {
        if (!isValid(m, l)) {
            return Next.done(MmapLock.unlock(m, self, l.process), Errno.EINVAL);
        }
        Vma vma = m.mm(l.process).vma(l.from);
        if (vma != null && vma.uffd() == l.mode) {
            return Next.next(m, l); // registered already: the VMA stays in one piece
        }
        int huge = Vmas.hugeToSplit(m, l.process, l.from, l.to);
        if (huge >= 0) {
            return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.process, huge), REGISTER, l);
        }
        return Next.next(Vmas.modify(m, l.process, l.from, l.to, v -> v.withUffd(l.mode)), l);
    }

    static Next<Locals> unlockRegistered(Machine m, ThreadId self, Locals l) {
        Machine unlocked = MmapLock.unlock(m, self, l.process);
        return l.mode == Vma.Uffd.WP ? Next.next(unlocked, l) : Next.done(unlocked, 0);
    }

    /** The VMA may have gone or changed since. */
    static Next<Locals> lockToProtect(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        if (!MmapLock.canRead(m, l.process)) {
            return Next.blocked(MmapLock.waitFor(l.process));
        }
        Vma vma = m.mm(l.process).vma(l.from);
        if (!isValid(m, l) || vma == null || vma.uffd() != Vma.Uffd.WP) {
            return Next.done(m, Errno.ENOENT);
        }
        Machine locked = MmapLock.read(m, self, l.process);
        return Next.<Locals, ChangeProtection.Locals>call(
                        locked,
                        ChangeProtection.PROGRAM,
                        ChangeProtection.Locals.protecting(l.process, l.from, l.to),
                        PROTECTED,
                        l)
                .saying(MmapLock.acquired(l.process));
    }

    static Next<Locals> afterProtection(Machine m, ThreadId self, Locals l, Boolean lost) {
        return Next.next(m, l.withFlush(lost));
    }

    /** From here on every store to what was protected takes a fault. */
    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        return Next.next(l.flush ? Tlb.flushRange(m, l.process, l.from, l.to) : m, l.withFlush(false));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        return Next.done(MmapLock.unlock(m, self, l.process), 0);
    }
}
