package io.mmcheck.kernel.madvise;

import static io.mmcheck.kernel.madvise.MadviseWillneed.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swapfile.ReadSwapCache;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** mm/madvise.c, madvise_willneed() and swapin_walk_pmd_entry(): read what is in swap into the swap cache; ptes stay. */
public final class MadviseWillneed {
    public enum At {
        READ_PTE,
        PUT_FOLIO,
        DRAIN_BATCH
    }

    /** The pages [from, to) of a process that are still to do. */
    public record Locals(int process, int from, int to) {
        public static Locals of(int process, int from, int to) {
            return new Locals(process, from, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("madvise_willneed")
            .at(READ_PTE, MadviseWillneed::readPte)
            .atReturn(PUT_FOLIO, MadviseWillneed::put)
            .at(DRAIN_BATCH, MadviseWillneed::drainBatch);

    private MadviseWillneed() {}

    /** The lock of the page table is taken and dropped around nothing but this read, so it is one act. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        if (l.from >= l.to) {
            return Next.go(m, DRAIN_BATCH, l);
        }
        int table = PteOffsetMap.table(m, l.process, l.from);
        if (table >= 0 && !Ptl.isFree(m, table)) {
            return Next.blocked(Ptl.waitFor(m, table));
        }
        Locals next = new Locals(l.process, l.from + 1, l.to);
        return m.leaf(l.process, l.from) instanceof Pte.Swap swap
                ? Next.call(m, ReadSwapCache.PROGRAM, ReadSwapCache.Locals.of(swap.slot()), PUT_FOLIO, next)
                : Next.go(m, READ_PTE, next);
    }

    static Next<Locals> put(Machine m, ThreadId self, Locals l, Integer pfn) {
        return Next.go(pfn < 0 ? m : Folio.put(m, self, pfn), READ_PTE, l);
    }

    static Next<Locals> drainBatch(Machine m, ThreadId self, Locals l) {
        return Next.done(LruBatch.drain(m, self.index()));
    }
}
