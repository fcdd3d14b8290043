package io.mmcheck.kernel.rmap;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.machine.Machine;

/**
 * The TLB flushes that a reclaiming task has put off (mm/rmap.c, current->tlb_ubc).
 *
 * @param processes one bit for each process of which it has cleared ptes
 * @param dirty whether one of the ptes was dirty: a CPU may still write through its TLB
 */
public record Unflushed(int processes, boolean dirty) {
    public static final Unflushed NONE = new Unflushed(0, false);

    /** One more pte of a process. */
    public Unflushed plus(int process, boolean wasDirty) {
        return new Unflushed(processes | 1 << process, dirty || wasDirty);
    }

    /** try_to_unmap_flush(): no CPU keeps an entry of these processes. */
    public Machine flush(Machine m) {
        Machine flushed = m;
        for (int process = 0; process < m.mms().size(); process++) {
            if ((processes & 1 << process) != 0) {
                flushed = flushPending(flushed, process);
            }
        }
        return flushed;
    }

    /**
     * flush_tlb_batched_pending(), under the PTL: what others have put off for this mm is done now. The mark of the mm goes
     * with the flush: nothing is left that anybody could have put off.
     */
    public static Machine flushPending(Machine m, int process) {
        return m.mm(process).unflushed() == 0
                ? m
                : Tlb.flushMm(m, process).withMm(process, m.mm(process).withUnflushed(0));
    }
}
