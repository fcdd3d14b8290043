package io.mmcheck.hardware;

import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * Memory that stores something else than what was written to it: a none pmd turns into nonsense. Only a none pmd, so that no page
 * is lost. Returns 0, or an {@link Errno}.
 */
public final class CorruptPmd {
    public enum At {
        FLIP_BITS
    }

    /** The address. */
    public record Locals(int process, int va) {}

    public static final Program<Machine, Locals> PROGRAM =
            Program.<Machine, Locals>named("corrupt_pmd").at(At.FLIP_BITS, CorruptPmd::flipBits);

    private CorruptPmd() {}

    static Next<Locals> flipBits(Machine m, ThreadId self, Locals l) {
        if (l.process >= m.mms().size() || !m.mm(l.process).live()) {
            return Next.done(m, Errno.ESRCH);
        }
        boolean none = l.va < m.config().addresses()
                && m.pmd(l.process, l.va).isNone()
                && m.mm(l.process).pmdLock() < 0;
        return none ? Next.done(m.withPmd(l.process, l.va, Pmd.BAD), 0) : Next.done(m, Errno.EINVAL);
    }
}
