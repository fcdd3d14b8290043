package io.mmcheck.kernel.vmscan;

import static io.mmcheck.kernel.vmscan.EndSwapWrite.At.*;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/page_io.c, what happens to a folio under writeback: the device reads it, then end_swap_bio_write(). The folio is not
 * locked; its reference is the one of the swap cache, which it cannot leave before the end.
 */
public final class EndSwapWrite {
    public enum At {
        WRITE_SLOT,
        END_WRITEBACK
    }

    /** The folio. */
    public record Locals(int pfn) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("end_swap_bio_write")
            .at(WRITE_SLOT, EndSwapWrite::writeSlot)
            .at(END_WRITEBACK, EndSwapWrite::endWriteback);

    private EndSwapWrite() {}

    static Next<Locals> writeSlot(Machine m, ThreadId self, Locals l) {
        Page page = written(m, l);
        return Next.next(
                m.withSwap(page.swapSlot(), m.swap().get(page.swapSlot()).withContent(page.data())), l);
    }

    static Next<Locals> endWriteback(Machine m, ThreadId self, Locals l) {
        return Next.done(m.withPage(l.pfn, written(m, l).withWriteback(false)));
    }

    /** Nobody may take the place of a folio that is being written. */
    private static Page written(Machine m, Locals l) {
        Page page = m.page(l.pfn);
        if (!page.writeback() || !page.inSwapCache()) {
            throw new Bug(
                    "writeback",
                    "page " + l.pfn + " is written to swap and is no longer "
                            + (page.writeback() ? "in the swap cache" : "under writeback"));
        }
        return page;
    }
}
