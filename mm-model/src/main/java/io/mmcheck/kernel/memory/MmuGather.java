package io.mmcheck.kernel.memory;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.ThreadId;

/**
 * mm/mmu_gather.c: change ptes first, flush TLBs once at the end. mmap_lock for reading lets two threads do so side by side; the
 * second one finds nothing to do where the first one has not flushed yet.
 */
public final class MmuGather {
    private MmuGather() {}

    /** tlb_gather_mmu(): before the first page table lock. */
    public static Machine start(Machine m, ThreadId self, int process) {
        Mm mm = m.mm(process);
        return m.withMm(process, mm.withGathering(mm.gathering() | 1 << self.index()));
    }

    /**
     * tlb_finish_mmu(): flush the range if a pte lost something here, and everything if another thread gathers too
     * (mm_tlb_flush_nested()): what it has changed may be what we have taken for done.
     */
    public static Machine finish(Machine m, ThreadId self, int process, int from, int to, boolean changed) {
        Mm mm = m.mm(process);
        int others = mm.gathering() & ~(1 << self.index());
        Machine flushed = m;
        if (others != 0) {
            flushed = Tlb.flushMm(m, process);
        } else if (changed) {
            flushed = Tlb.flushRange(m, process, from, to);
        }
        return flushed.withMm(process, mm.withGathering(others));
    }
}
