package io.mmcheck.kernel.mmap;

import static io.mmcheck.kernel.mmap.Munmap.At.*;

import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.memory.ZapRange;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.RmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.Unmapped;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/mmap.c, do_vmi_align_munmap(): the VMAs of a range go with all that they map. It keeps mmap_lock for writing to the end;
 * the kernel goes on with it for reading once the VMAs cannot be found any more. Page tables stay until the process exits.
 */
public final class Munmap {
    public enum At {
        LOCK_MMAP,
        SPLIT_VMAS,
        ZAP,
        REMOVE_VMAS,
        UNLOCK_MMAP
    }

    /** The pages [from, to) of a process. */
    public record Locals(int process, int from, int to) {
        public static Locals of(int process, int from, int to) {
            return new Locals(process, from, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_vmi_align_munmap")
            .at(LOCK_MMAP, Munmap::lockMmap)
            .at(SPLIT_VMAS, Munmap::splitVmas)
            .at(ZAP, Munmap::zap)
            .at(REMOVE_VMAS, Munmap::removeVmas)
            .at(UNLOCK_MMAP, Munmap::unlockMmap);

    private Munmap() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        Locals clipped = new Locals(l.process, l.from, Math.min(l.to, m.config().addresses()));
        return MmapLock.canWrite(m, l.process)
                ? Next.next(MmapLock.write(m, self, l.process), clipped).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    /** A range without a VMA is unmapped already, which is no error. */
    static Next<Locals> splitVmas(Machine m, ThreadId self, Locals l) {
        int huge = Vmas.hugeToSplit(m, l.process, l.from, l.to);
        if (huge >= 0) {
            return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.process, huge), SPLIT_VMAS, l);
        }
        Vma first = Vmas.firstEndingBehind(m, l.process, l.from);
        return first == null || first.start() >= l.to
                ? Next.go(m, UNLOCK_MMAP, l)
                : Next.next(Vmas.split(Vmas.split(m, l.process, l.from), l.process, l.to), l);
    }

    static Next<Locals> zap(Machine m, ThreadId self, Locals l) {
        return Next.call(m, ZapRange.PROGRAM, ZapRange.Locals.of(l.process, l.from, l.to), REMOVE_VMAS, l);
    }

    /** unlink_anon_vmas() needs the lock of each family for writing: no walk is under way in a VMA that goes. */
    static Next<Locals> removeVmas(Machine m, ThreadId self, Locals l) {
        int file = RmapLock.walkedFile(m, l.process, l.from, l.to);
        if (file >= 0) {
            return Next.blocked("i_mmap_rwsem of file " + file);
        }
        int walked = AnonVmas.walked(m, l.process, l.from, l.to);
        return walked >= 0
                ? Next.blocked("the lock of anon_vma " + walked)
                : Next.<Locals>next(AnonVmas.release(Vmas.remove(m, l.process, l.from, l.to)), l)
                        .saying(new Unmapped(l.process, l.from, l.to));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        return Next.done(MmapLock.unlock(m, self, l.process), 0);
    }
}
