package io.mmcheck.kernel.gup;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/gup.c, gup_put_folio(): the reference or pin of a slot is dropped; the last reference frees the page. Returns 0, or ENOENT if
 * somebody else has emptied the slot.
 */
public final class GupPutFolio {
    public enum At {
        SUB_REFS
    }

    /** The slot. */
    public record Locals(int slot) {}

    public static final Program<Machine, Locals> PROGRAM =
            Program.<Machine, Locals>named("gup_put_folio").at(At.SUB_REFS, GupPutFolio::subRefs);

    private GupPutFolio() {}

    static Next<Locals> subRefs(Machine m, ThreadId self, Locals l) {
        Hold hold = m.holds().get(l.slot);
        return hold.isNone() || hold.pending() ? Next.done(m, Errno.ENOENT) : Next.done(release(m, l.slot), 0);
    }

    /** The act itself, also for whoever closes a file that holds the page. */
    public static Machine release(Machine m, int slot) {
        Hold hold = m.holds().get(slot);
        return Folio.refSub(m.withHold(slot, Hold.NONE), hold.pfn(), hold.pin() ? Page.PIN : 1);
    }
}
