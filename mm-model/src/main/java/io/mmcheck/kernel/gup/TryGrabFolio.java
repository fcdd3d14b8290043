package io.mmcheck.kernel.gup;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/gup.c, try_grab_folio(): a reference or a pin on a folio that the caller knows to be in use, since he holds the PTL of a pte
 * that maps it. The zero page is not counted. Returns 0, or EBUSY if the slot has been filled meanwhile.
 */
public final class TryGrabFolio {
    public enum At {
        ADD_REFS
    }

    /** The request, and the folio. */
    public record Locals(GupRequest request, int pfn) {}

    public static final Program<Machine, Locals> PROGRAM =
            Program.<Machine, Locals>named("try_grab_folio").at(At.ADD_REFS, TryGrabFolio::addRefs);

    private TryGrabFolio() {}

    static Next<Locals> addRefs(Machine m, ThreadId self, Locals l) {
        GupRequest request = l.request;
        if (request.pin() && m.page(l.pfn).isDevice()) {
            throw Bug.notModelled("a longterm pin of device memory, which migrates it first");
        }
        return m.holds().get(request.slot()).isNone()
                ? Next.done(Folio.refAdd(m, l.pfn, request.count()).withHold(request.slot(), request.hold(l.pfn)), 0)
                : Next.done(m, Errno.EBUSY);
    }
}
