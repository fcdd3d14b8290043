package io.mmcheck.kernel.memory;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** mm/memory.c, zap_page_range_single() and unmap_vmas(): throw away what the ptes of a range stand for. */
public final class ZapRange {
    public enum At {
        NOTIFIER_START
    }

    /** The pages [from, to) of a process. */
    public record Locals(int process, int from, int to) {
        public static Locals of(int process, int from, int to) {
            return new Locals(process, from, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM =
            Program.<Machine, Locals>named("zap_page_range").at(At.NOTIFIER_START, ZapRange::notifierStart);

    private ZapRange() {}

    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        return Next.oops("not modelled", "zap_page_range");
    }
}
