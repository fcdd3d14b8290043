package io.mmcheck.kernel.gup;

import static io.mmcheck.kernel.gup.FollowPagePte.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
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
        UNLOCK_PTL,
        READ_PMD
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
            .atReturn(UNLOCK_PTL, FollowPagePte::unlockPtl)
            .at(READ_PMD, FollowPagePte::readPmd);

    private FollowPagePte() {}

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        if (m.pmd(l.request.process(), l.request.va()).isTransHuge()) {
            return Next.go(m, READ_PMD, l);
        }
        return PteOffsetMap.lock(
                m,
                self,
                l.request.process(),
                l.request.va(),
                (locked, table) -> Next.next(locked, l),
                to -> Next.done(to, Result.NO_PAGE));
    }

    /** follow_pmd_mask() and follow_huge_pmd(), under the pmd lock: the reference is taken on the folio before it is dropped. */
    static Next<Locals> readPmd(Machine m, ThreadId self, Locals l) {
        GupRequest request = l.request;
        if (!PmdLock.isFree(m, request.process())) {
            return Next.blocked(PmdLock.waitFor(m, request.process()));
        }
        if (m.pmd(request.process(), request.va()).isTable()) {
            return Next.go(m, LOCK_PTL, l);
        }
        if (!(m.leaf(request.process(), request.va()) instanceof Pte.Present pte)
                || request.write() && !pte.writable()) {
            return Next.done(m, Result.NO_PAGE);
        }
        if (!pte.writable() && request.mustUnshare(m, m.head(pte.pfn()))) {
            return Next.done(m, Result.UNSHARE);
        }
        if (!m.holds().get(request.slot()).isNone()) {
            return Next.done(m, Result.BUSY);
        }
        Machine held = Folio.refAdd(m, pte.pfn(), request.count());
        return Next.done(held.withHold(request.slot(), request.hold(pte.pfn())), Result.GRABBED);
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
