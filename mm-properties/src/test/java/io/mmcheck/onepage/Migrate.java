package io.mmcheck.onepage;

import static io.mmcheck.onepage.Migrate.At.*;

import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Program;

/** A thread that migrates the page, some times. */
final class Migrate {
    enum At {
        LOCK_TABLE,
        CLEAR_PTE,
        SET_ENTRY,
        FLUSH_CPU0,
        FLUSH_CPU1,
        UNLOCK_TABLE,
        ALLOCATE,
        COPY,
        MOVE,
        LOCK_TABLE_AGAIN,
        RESTORE_PTE,
        UNLOCK_TABLE_AGAIN,
        UNLOCK_FOLIOS
    }

    record Locals(int left, int source, int target) {
        Locals to(int target) {
            return new Locals(left, source, target);
        }
    }

    static final Program<Memory, Locals> PROGRAM = Program.<Memory, Locals>named("migrate")
            .at(LOCK_TABLE, Migrate::lockTable)
            .at(CLEAR_PTE, (m, self, l) -> clearPte(m, self, l, true))
            .at(SET_ENTRY, (m, self, l) -> Next.next(m.with(m.pte().to(Pte.Kind.MIGRATION)), l))
            .at(FLUSH_CPU0, (m, self, l) -> Next.next(m.with(0, Tlb.EMPTY), l))
            .at(FLUSH_CPU1, (m, self, l) -> Next.next(m.with(1, Tlb.EMPTY), l))
            .at(UNLOCK_TABLE, (m, self, l) -> Next.next(m.unlockTable(), l))
            .at(ALLOCATE, Migrate::allocate)
            .at(COPY, Migrate::copy)
            .at(MOVE, Migrate::move)
            .at(LOCK_TABLE_AGAIN, (m, self, l) -> OnePage.lockTable(m, self, l))
            .at(RESTORE_PTE, Migrate::restorePte)
            .at(UNLOCK_TABLE_AGAIN, (m, self, l) -> Next.next(m.unlockTable(), l))
            .at(UNLOCK_FOLIOS, Migrate::unlockFolios);

    private Migrate() {}

    static Operation<Memory> of(int times) {
        return OnePage.operation("migrate", PROGRAM, new Locals(times, 0, 0));
    }

    static Next<Locals> lockTable(Memory m, ThreadId self, Locals l) {
        return l.left == 0
                ? Next.blocked(OnePage.NOTHING_LEFT)
                : OnePage.lockTable(m, self, new Locals(l.left - 1, 0, 0));
    }

    static Next<Locals> clearPte(Memory m, ThreadId self, Locals l, boolean copyDirty) {
        Pte pte = m.pte();
        if (!pte.present() || m.folio(pte.frame()).lock() != 0) {
            return Next.go(m.unlockTable(), LOCK_TABLE, l);
        }
        // the reference taken and the one of the mapping cancel out
        Folio source = m.folio(pte.frame()).lock(self.index() + 1);
        Memory cleared = m.with(new Pte(Pte.Kind.NONE, pte.frame(), false, pte.write()));
        return Next.next(
                cleared.with(pte.frame(), copyDirty && pte.dirty() ? source.withDirty(true) : source),
                new Locals(l.left, pte.frame(), l.target));
    }

    static Next<Locals> allocate(Memory m, ThreadId self, Locals l) {
        int free = m.lowestFree();
        return m.folio(l.source).frozen() && free != Memory.NOWHERE
                ? Next.next(m.with(free, new Folio(true, 0, false, self.index() + 1, 1, false)), l.to(free))
                : Next.go(m, LOCK_TABLE_AGAIN, l.to(l.source));
    }

    static Next<Locals> copy(Memory m, ThreadId self, Locals l) {
        return Next.next(
                m.with(l.target, m.folio(l.target).withData(m.folio(l.source).data())), l);
    }

    static Next<Locals> move(Memory m, ThreadId self, Locals l) {
        Folio source = m.folio(l.source);
        if (!source.frozen()) {
            return Next.next(m.with(l.target, Folio.FREE), l.to(l.source));
        }
        Folio target = m.folio(l.target).withDirty(source.dirty());
        Folio moved = source.withDirty(false);
        return source.swapCache()
                ? Next.next(m.with(l.target, target.inSwapCache()).with(l.source, moved.outOfSwapCache()), l)
                : Next.next(m.with(l.target, target).with(l.source, moved), l);
    }

    static Next<Locals> restorePte(Memory m, ThreadId self, Locals l) {
        Memory mapped =
                m.with(new Pte(Pte.Kind.PRESENT, l.target, false, m.pte().write()));
        return Next.next(mapped.with(l.target, m.folio(l.target).refs(1)), l);
    }

    static Next<Locals> unlockFolios(Memory m, ThreadId self, Locals l) {
        Memory unlocked = l.target == l.source
                ? m
                : m.with(l.target, m.folio(l.target).lock(0).refs(-1));
        return Next.go(unlocked.with(l.source, m.folio(l.source).lock(0).put()), LOCK_TABLE, new Locals(l.left, 0, 0));
    }
}
