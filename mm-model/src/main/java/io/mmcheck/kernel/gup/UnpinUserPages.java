package io.mmcheck.kernel.gup;

import static io.mmcheck.kernel.gup.UnpinUserPages.At.*;

import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/gup.c, unpin_user_pages() for a pin, put_page() for a plain reference: whoever holds a page lets it go. Returns 0, or ENOENT
 * for a slot that holds nothing.
 */
public final class UnpinUserPages {
    public enum At {
        FIND_HOLD,
        RETURN
    }

    /** The slot. */
    public record Locals(int slot) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("unpin_user_pages")
            .at(FIND_HOLD, UnpinUserPages::findHold)
            .atReturn(RETURN, UnpinUserPages::returned);

    private UnpinUserPages() {}

    static Next<Locals> findHold(Machine m, ThreadId self, Locals l) {
        Hold hold = l.slot < m.holds().size() ? m.holds().get(l.slot) : Hold.NONE;
        if (hold.isNone()) {
            return Next.done(m, Errno.ENOENT);
        }
        return hold.pin()
                ? Next.call(m, GupPutFolio.PROGRAM, new GupPutFolio.Locals(l.slot), RETURN, l)
                : Next.done(GupPutFolio.release(m, l.slot), 0);
    }

    static Next<Locals> returned(Machine m, ThreadId self, Locals l, Object result) {
        return Next.done(m, result);
    }
}
