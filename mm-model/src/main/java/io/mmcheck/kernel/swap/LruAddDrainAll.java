package io.mmcheck.kernel.swap;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** mm/swap.c, lru_add_drain_all() as a request of its own: the batches of every CPU go to the lists. */
public final class LruAddDrainAll {
    public enum At {
        DRAIN_BATCHES
    }

    /** Nothing to remember. */
    public record Locals() {}

    public static final Program<Machine, Locals> PROGRAM =
            Program.<Machine, Locals>named("lru_add_drain_all").at(At.DRAIN_BATCHES, LruAddDrainAll::drain);

    private LruAddDrainAll() {}

    static Next<Locals> drain(Machine m, ThreadId self, Locals l) {
        return Next.done(LruBatch.drainAll(m), 0);
    }
}
