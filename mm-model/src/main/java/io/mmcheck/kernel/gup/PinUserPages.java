package io.mmcheck.kernel.gup;

import static io.mmcheck.kernel.gup.PinUserPages.At.*;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** mm/gup.c, pin_user_pages(): a pin the slow way. Returns 0 or an {@link io.mmcheck.machine.Errno}. */
public final class PinUserPages {
    public enum At {
        CALL_SLOW,
        RETURN
    }

    /** The request. */
    public record Locals(GupRequest request) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("pin_user_pages")
            .at(CALL_SLOW, PinUserPages::callSlow)
            .atReturn(RETURN, PinUserPages::returned);

    private PinUserPages() {}

    static Next<Locals> callSlow(Machine m, ThreadId self, Locals l) {
        return Next.call(m, GupLongtermLocked.PROGRAM, new GupLongtermLocked.Locals(l.request), RETURN, l);
    }

    static Next<Locals> returned(Machine m, ThreadId self, Locals l, Object result) {
        return Next.done(m, result);
    }
}
