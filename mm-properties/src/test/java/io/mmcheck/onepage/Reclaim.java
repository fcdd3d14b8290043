package io.mmcheck.onepage;

import static io.mmcheck.onepage.Reclaim.At.*;

import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Program;
import java.util.ArrayList;
import java.util.List;

/** A thread that swaps pages out, some times. */
final class Reclaim {
    enum At {
        PICK,
        ADD_TO_SWAP,
        LOCK_TABLE,
        CLEAR_PTE,
        FLUSH_CPU0,
        FLUSH_CPU1,
        SET_SWAP_ENTRY,
        UNLOCK_TABLE,
        WRITE,
        FREE
    }

    record Locals(int left, int frame, boolean dirty) {}

    static final Program<Memory, Locals> PROGRAM = Program.<Memory, Locals>named("reclaim")
            .at(PICK, Reclaim::pick)
            .at(ADD_TO_SWAP, Reclaim::addToSwap)
            .at(LOCK_TABLE, (m, self, l) -> OnePage.lockTable(m, self, l))
            .at(CLEAR_PTE, Reclaim::clearPte)
            .at(FLUSH_CPU0, (m, self, l) -> Next.next(m.with(0, Tlb.EMPTY), l))
            .at(FLUSH_CPU1, (m, self, l) -> Next.next(m.with(1, Tlb.EMPTY), l))
            .at(SET_SWAP_ENTRY, Reclaim::setSwapEntry)
            .at(UNLOCK_TABLE, (m, self, l) -> Next.next(m.unlockTable(), l))
            .at(WRITE, Reclaim::write)
            .at(FREE, Reclaim::free);

    private Reclaim() {}

    static Operation<Memory> of(int times) {
        return OnePage.operation("reclaim", PROGRAM, new Locals(times, 0, false));
    }

    static Next<Locals> pick(Memory m, ThreadId self, Locals l) {
        if (l.left == 0) {
            return Next.blocked(OnePage.NOTHING_LEFT);
        }
        List<Next.Alternative<Locals>> frames = new ArrayList<>();
        for (int f = 0; f < 3; f++) {
            Folio folio = m.folio(f);
            if (folio.used() && folio.lock() == 0) {
                Memory locked = m.with(f, folio.lock(self.index() + 1).refs(1));
                frames.add(Next.alternative("frame " + f, Next.next(locked, new Locals(l.left - 1, f, false))));
            }
        }
        return frames.isEmpty() ? Next.blocked("pages") : new Next.Choose<>(frames);
    }

    static Next<Locals> addToSwap(Memory m, ThreadId self, Locals l) {
        Folio folio = m.folio(l.frame);
        if (folio.swapCache()) {
            return Next.next(m, l);
        }
        return m.pte().maps(l.frame)
                ? Next.next(m.with(l.frame, folio.inSwapCache().withDirty(true)), l)
                : Next.go(m, FREE, l);
    }

    static Next<Locals> clearPte(Memory m, ThreadId self, Locals l) {
        Pte pte = m.pte();
        return pte.maps(l.frame)
                ? Next.next(
                        m.with(new Pte(Pte.Kind.NONE, pte.frame(), false, pte.write())),
                        new Locals(l.left, l.frame, pte.dirty()))
                : Next.go(m, UNLOCK_TABLE, l);
    }

    static Next<Locals> setSwapEntry(Memory m, ThreadId self, Locals l) {
        Folio folio = m.folio(l.frame).refs(-1);
        return Next.next(
                m.with(new Pte(Pte.Kind.SWAP, 0, m.pte().dirty(), false))
                        .with(l.frame, l.dirty ? folio.withDirty(true) : folio),
                new Locals(l.left, l.frame, false));
    }

    static Next<Locals> write(Memory m, ThreadId self, Locals l) {
        Folio folio = m.folio(l.frame);
        return Next.next(folio.dirty() && folio.swapCache() ? m.written(l.frame) : m, l);
    }

    static Next<Locals> free(Memory m, ThreadId self, Locals l) {
        Folio folio = m.folio(l.frame);
        boolean unused = folio.swapCache() && !folio.dirty() && folio.refs() == 2;
        return Next.go(m.with(l.frame, unused ? Folio.FREE : folio.lock(0).put()), PICK, new Locals(l.left, 0, false));
    }
}
