package io.mmcheck.kernel.madvise;

import static io.mmcheck.kernel.madvise.SplitAdvised.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.hugememory.SplitFolio;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/madvise.c, what madvise_cold_or_pageout_pte_range(), madvise_free_pte_range() and madvise_free_huge_pmd() do to a huge folio
 * before they go on page by page: lock it, split_folio(), unlock and put it. The kernel takes a huge page that the range covers as
 * one, and splits it later, when it finds no room in swap for all of it; here it is always split first. The caller has taken
 * a reference. Returns whether it is split.
 */
public final class SplitAdvised {
    public enum At {
        TRYLOCK_FOLIO,
        SPLIT_FOLIO,
        UNLOCK_FOLIO,
        PUT_FOLIO
    }

    /**
     * The folio.
     *
     * @param head its head
     * @param split whether it is split
     */
    public record Locals(int head, boolean split) {
        public static Locals of(int head) {
            return new Locals(head, false);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("madvise_split_folio")
            .at(TRYLOCK_FOLIO, SplitAdvised::trylockFolio)
            .at(SPLIT_FOLIO, SplitAdvised::splitFolio)
            .atReturn(UNLOCK_FOLIO, SplitAdvised::unlockFolio)
            .at(PUT_FOLIO, SplitAdvised::putFolio);

    private SplitAdvised() {}

    static Next<Locals> trylockFolio(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.head) ? Next.next(Folio.lock(m, self, l.head), l) : Next.go(m, PUT_FOLIO, l);
    }

    /** While it waited another thread may have split it: then the head is a small folio. */
    static Next<Locals> splitFolio(Machine m, ThreadId self, Locals l) {
        return Next.call(m, SplitFolio.PROGRAM, SplitFolio.Locals.of(l.head), UNLOCK_FOLIO, l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l, Boolean split) {
        return Next.next(Folio.unlock(m, self, l.head), new Locals(l.head, split));
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.done(Folio.put(m, self, l.head), l.split);
    }
}
