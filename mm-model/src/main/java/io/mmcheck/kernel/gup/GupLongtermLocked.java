package io.mmcheck.kernel.gup;

import static io.mmcheck.kernel.gup.GupLongtermLocked.At.*;

import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/gup.c, __gup_longterm_locked() and __get_user_pages_locked(): slow GUP with mmap_lock around it. Memory that pins for long
 * must not stay in is not modelled yet: there are no zones. Returns 0 or an {@link Errno}: EBUSY if the slot is in use.
 */
public final class GupLongtermLocked {
    public enum At {
        LOCK_MMAP,
        UNLOCK_MMAP
    }

    /** The request. */
    public record Locals(GupRequest request) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("__gup_longterm_locked")
            .at(LOCK_MMAP, GupLongtermLocked::lockMmap)
            .atReturn(UNLOCK_MMAP, GupLongtermLocked::unlockMmap);

    private GupLongtermLocked() {}

    /** MMF_HAS_PINNED is set before the first pin; fork, which asks for it, is kept out by the lock. */
    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        int process = l.request.process();
        Errno refused = l.request.refuse(m);
        if (refused != null) {
            return Next.done(m, refused);
        }
        if (!MmapLock.canRead(m, process)) {
            return Next.blocked(MmapLock.waitFor(process));
        }
        Machine locked = MmapLock.read(m, self, process);
        Machine marked =
                l.request.pin() ? locked.withMm(process, locked.mm(process).withHasPinned(true)) : locked;
        return Next.<Locals, GetUserPages.Locals>call(
                        marked, GetUserPages.PROGRAM, new GetUserPages.Locals(l.request), UNLOCK_MMAP, l)
                .saying(MmapLock.acquired(process));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l, Object result) {
        return Next.done(MmapLock.unlock(m, self, l.request.process()), result);
    }
}
