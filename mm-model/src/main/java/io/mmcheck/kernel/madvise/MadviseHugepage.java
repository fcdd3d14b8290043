package io.mmcheck.kernel.madvise;

import static io.mmcheck.kernel.madvise.MadviseHugepage.At.*;

import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.mmap.Vmas;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/madvise.c, madvise_vma_behavior() with mm/khugepaged.c, hugepage_madvise(): MADV_HUGEPAGE and MADV_NOHUGEPAGE, under mmap_lock
 * for writing. What is mapped stays as it is; the next fault that finds a none pmd decides by the flag.
 */
public final class MadviseHugepage {
    public enum At {
        LOCK_MMAP,
        NEXT_VMA,
        UNLOCK_MMAP
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param huge MADV_HUGEPAGE, or MADV_NOHUGEPAGE
     * @param hole whether a hole was met
     * @param invalid whether a VMA refused
     */
    public record Locals(int process, int from, int to, boolean huge, boolean hole, boolean invalid) {
        public static Locals of(int process, int from, int to, boolean huge) {
            return new Locals(process, from, to, huge, false, false);
        }

        Locals at(int next) {
            return new Locals(process, next, to, huge, hole, invalid);
        }

        Locals withHole() {
            return new Locals(process, from, to, huge, true, invalid);
        }

        Locals withInvalid() {
            return new Locals(process, from, to, huge, hole, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("hugepage_madvise")
            .at(LOCK_MMAP, MadviseHugepage::lockMmap)
            .at(NEXT_VMA, MadviseHugepage::nextVma)
            .at(UNLOCK_MMAP, MadviseHugepage::unlockMmap);

    private MadviseHugepage() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canWrite(m, l.process)
                ? Next.next(MmapLock.write(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    /** A VMA that is special refuses, and ends the walk. */
    static Next<Locals> nextVma(Machine m, ThreadId self, Locals l) {
        Vma vma = Vmas.firstEndingBehind(m, l.process, l.from);
        if (l.from >= l.to) {
            return Next.next(m, l);
        }
        if (vma == null || vma.start() >= l.to) {
            return Next.next(m, l.withHole());
        }
        if (l.from < vma.start()) {
            return Next.go(m, NEXT_VMA, l.withHole().at(vma.start()));
        }
        if (vma.special()) {
            return Next.next(m, l.withInvalid());
        }
        int end = Math.min(vma.end(), l.to);
        int huge = Vmas.hugeToSplit(m, l.process, l.from, end);
        if (huge >= 0 && vma.hugepage() != l.huge) {
            return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.process, huge), NEXT_VMA, l);
        }
        Machine changed = Vmas.modify(m, l.process, l.from, end, v -> v.withHugepage(l.huge));
        return Next.go(changed, NEXT_VMA, l.at(end));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        return Next.done(MmapLock.unlock(m, self, l.process), l.invalid ? Errno.EINVAL : l.hole ? Errno.ENOMEM : 0);
    }
}
