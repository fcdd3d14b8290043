package io.mmcheck.kernel.gup;

import static io.mmcheck.kernel.gup.FollowPagePte.At.*;

import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/gup.c, follow_page_mask() and follow_page_pte(): the page that an address has now, if it is good for the request. Under the
 * PTL the pte cannot change, so the reference is taken on the right page. Returns a {@link Result}.
 */
public final class FollowPagePte {
    public enum At {
        LOCK_PTL,
        READ_PTE,
        UNLOCK_PTL
    }

    /** What was found. */
    public enum Result {
        /** The page is held. */
        GRABBED,
        /** The slot was in use. */
        BUSY,
        /** There is no page, or the request wants to write and may not: fault. */
        NO_PAGE,
        /** The page must first become exclusive (-EMLINK). */
        UNSHARE
    }

    /** The request. */
    public record Locals(GupRequest request) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("follow_page_pte")
            .at(LOCK_PTL, FollowPagePte::lockPtl)
            .at(READ_PTE, FollowPagePte::readPte)
            .atReturn(UNLOCK_PTL, FollowPagePte::unlockPtl);

    private FollowPagePte() {}

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        int table = m.tableOf(l.request.process(), l.request.va());
        return table < 0 ? Next.done(m, Result.NO_PAGE) : Ptl.take(m, self, table, l);
    }

    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        GupRequest request = l.request;
        if (!(m.pte(request.process(), request.va()) instanceof Pte.Present pte)
                || request.write() && !pte.writable()) {
            return Next.done(unlock(m, self, l), Result.NO_PAGE);
        }
        if (!pte.writable() && request.mustUnshare(m, pte.pfn())) {
            return Next.done(unlock(m, self, l), Result.UNSHARE);
        }
        return Next.call(m, TryGrabFolio.PROGRAM, new TryGrabFolio.Locals(request, pte.pfn()), UNLOCK_PTL, l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l, Object grabbed) {
        return Next.done(unlock(m, self, l), grabbed == Errno.EBUSY ? Result.BUSY : Result.GRABBED);
    }

    private static Machine unlock(Machine m, ThreadId self, Locals l) {
        return Ptl.unlock(m, self, m.tableOf(l.request.process(), l.request.va()));
    }
}
