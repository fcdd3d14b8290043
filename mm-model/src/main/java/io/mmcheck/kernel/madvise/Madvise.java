package io.mmcheck.kernel.madvise;

import static io.mmcheck.kernel.madvise.Madvise.At.*;

import io.mmcheck.kernel.memory.ZapRange;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import org.jspecify.annotations.Nullable;

/**
 * mm/madvise.c, do_madvise() and madvise_walk_vmas(), under mmap_lock for reading: one VMA after the other. Holes are passed
 * over and remembered; a VMA that refuses the advice ends the walk.
 */
public final class Madvise {
    public enum At {
        LOCK_MMAP,
        NEXT_VMA,
        AFTER_VMA,
        UNLOCK_MMAP
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param unmapped whether a hole was met: the result is ENOMEM unless something worse comes
     * @param invalid whether a VMA refused
     */
    public record Locals(Advice advice, int process, int from, int to, boolean unmapped, boolean invalid) {
        public static Locals of(Advice advice, int process, int from, int to) {
            return new Locals(advice, process, from, to, false, false);
        }

        Locals at(int next) {
            return new Locals(advice, process, next, to, unmapped, invalid);
        }

        Locals withUnmapped() {
            return new Locals(advice, process, from, to, true, invalid);
        }

        Locals withInvalid() {
            return new Locals(advice, process, from, to, unmapped, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_madvise")
            .at(LOCK_MMAP, Madvise::lockMmap)
            .at(NEXT_VMA, Madvise::nextVma)
            .at(AFTER_VMA, Madvise::afterVma)
            .at(UNLOCK_MMAP, Madvise::unlockMmap);

    private Madvise() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canRead(m, l.process)
                ? Next.next(MmapLock.read(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    static Next<Locals> nextVma(Machine m, ThreadId self, Locals l) {
        Vma vma = firstEndingBehind(m, l.process, l.from);
        if (vma == null || vma.start() >= l.to) {
            return Next.go(m, UNLOCK_MMAP, l.from < l.to ? l.withUnmapped() : l);
        }
        Locals at = l.from < vma.start() ? l.withUnmapped().at(vma.start()) : l;
        if (at.from >= at.to) {
            return Next.go(m, UNLOCK_MMAP, at);
        }
        return visit(m, at, vma, Math.min(vma.end(), at.to));
    }

    private static Next<Locals> visit(Machine m, Locals l, Vma vma, int end) {
        if (l.advice != Advice.WILLNEED && (vma.locked() || vma.special())
                || l.advice == Advice.FREE && !vma.isAnonymous()) {
            return Next.go(m, UNLOCK_MMAP, l.withInvalid());
        }
        Locals behind = l.at(end);
        if (l.advice == Advice.WILLNEED && !vma.isAnonymous()) {
            return Next.go(m, AFTER_VMA, behind); // reads ahead in the file at most: no page table knows
        }
        return switch (l.advice) {
            case DONTNEED ->
                Next.call(m, ZapRange.PROGRAM, ZapRange.Locals.of(l.process, l.from, end), AFTER_VMA, behind);
            case FREE ->
                Next.call(m, MadviseFree.PROGRAM, MadviseFree.Locals.of(l.process, l.from, end), AFTER_VMA, behind);
            case PAGEOUT ->
                Next.call(
                        m, MadvisePageout.PROGRAM, MadvisePageout.Locals.of(l.process, l.from, end), AFTER_VMA, behind);
            case WILLNEED ->
                Next.call(
                        m,
                        MadviseWillneed.PROGRAM,
                        MadviseWillneed.Locals.of(l.process, l.from, end),
                        AFTER_VMA,
                        behind);
        };
    }

    static Next<Locals> afterVma(Machine m, ThreadId self, Locals l) {
        return l.from < l.to ? Next.go(m, NEXT_VMA, l) : Next.next(m, l);
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        Machine unlocked = MmapLock.unlock(m, self, l.process);
        return Next.done(unlocked, l.invalid ? Errno.EINVAL : l.unmapped ? Errno.ENOMEM : 0);
    }

    private static @Nullable Vma firstEndingBehind(Machine m, int process, int va) {
        for (Vma vma : m.mm(process).vmas()) {
            if (vma.end() > va) {
                return vma;
            }
        }
        return null;
    }
}
