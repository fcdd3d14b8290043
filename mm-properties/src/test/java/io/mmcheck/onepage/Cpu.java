package io.mmcheck.onepage;

import static io.mmcheck.onepage.Cpu.At.*;

import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Operation;
import io.mmcheck.program.Program;

/** A CPU that loads or stores, some times, through its TLB; the fault handler is inside. */
final class Cpu {
    enum At {
        PICK,
        ACCESS,
        FAULT,
        MAKE_WRITABLE,
        UNLOCK_WRITABLE,
        LOCK_FOLIO,
        LOCK_TABLE,
        MAP,
        UNLOCK_TABLE,
        UNLOCK_FOLIO
    }

    /** What is left to do, whether the present access is a store, and the frame found in the swap cache. */
    record Locals(int left, boolean store, int frame) {
        Locals at(int frame) {
            return new Locals(left, store, frame);
        }
    }

    static final Program<Memory, Locals> PROGRAM = Program.<Memory, Locals>named("cpu")
            .at(PICK, Cpu::pick)
            .at(ACCESS, Cpu::access)
            .at(FAULT, Cpu::fault)
            .at(MAKE_WRITABLE, Cpu::makeWritable)
            .at(UNLOCK_WRITABLE, (m, self, l) -> Next.go(m.unlockTable(), ACCESS, l))
            .at(LOCK_FOLIO, Cpu::lockFolio)
            .at(LOCK_TABLE, (m, self, l) -> OnePage.lockTable(m, self, l))
            .at(MAP, Cpu::map)
            .at(UNLOCK_TABLE, (m, self, l) -> Next.next(m.unlockTable(), l))
            .at(
                    UNLOCK_FOLIO,
                    (m, self, l) -> Next.go(m.with(l.frame, m.folio(l.frame).lock(0)), ACCESS, l.at(0)));

    private Cpu() {}

    static Operation<Memory> of(int times) {
        return OnePage.operation("cpu", PROGRAM, new Locals(times, false, 0));
    }

    static Next<Locals> pick(Memory m, ThreadId self, Locals l) {
        if (l.left == 0) {
            return Next.blocked(OnePage.NOTHING_LEFT);
        }
        return Next.choose(
                Next.alternative("load", Next.next(m, new Locals(l.left - 1, false, 0))),
                Next.alternative("store", Next.next(m, new Locals(l.left - 1, true, 0))));
    }

    static Next<Locals> access(Memory m, ThreadId self, Locals l) {
        int cpu = self.index();
        Tlb tlb = m.tlb(cpu);
        Pte pte = m.pte();
        if (!l.store) {
            if (tlb.valid()) {
                return Next.<Locals>go(m, PICK, l)
                        .saying(new Loaded(m.folio(tlb.frame()).data()));
            }
            return pte.present()
                    ? Next.go(m.with(cpu, new Tlb(true, pte.frame(), pte.write(), pte.dirty())), ACCESS, l)
                    : Next.next(m, l);
        }
        if (tlb.mayStore()) {
            return Next.go(m.stored(tlb.frame()), PICK, new Locals(l.left, false, 0));
        }
        return pte.present() && pte.write()
                ? Next.go(m.with(pte.withDirty(true)).with(cpu, new Tlb(true, pte.frame(), true, true)), ACCESS, l)
                : Next.next(m.with(cpu, Tlb.EMPTY), l);
    }

    static Next<Locals> fault(Memory m, ThreadId self, Locals l) {
        Pte pte = m.pte();
        if (pte.present()) {
            if (!l.store || pte.write()) {
                return Next.go(m, ACCESS, l);
            }
            return OnePage.lockTable(m, self, l);
        }
        if (pte.kind() != Pte.Kind.SWAP) {
            return Next.blocked("pte");
        }
        int cached = m.lowestInSwapCache();
        if (cached != Memory.NOWHERE) {
            return Next.go(m.with(cached, m.folio(cached).refs(1)), LOCK_FOLIO, l.at(cached));
        }
        int free = m.lowestFree();
        if (free == Memory.NOWHERE) {
            return Next.blocked("memory");
        }
        Folio folio = new Folio(true, m.swapped(), false, self.index() + 1, 2, true);
        return Next.go(m.with(free, folio), LOCK_TABLE, l.at(free));
    }

    static Next<Locals> makeWritable(Memory m, ThreadId self, Locals l) {
        Pte pte = m.pte();
        boolean change = pte.present() && !pte.write();
        return Next.next(change ? m.with(new Pte(pte.kind(), pte.frame(), true, true)) : m, l);
    }

    static Next<Locals> lockFolio(Memory m, ThreadId self, Locals l) {
        Folio folio = m.folio(l.frame);
        if (folio.lock() != 0) {
            return Next.blocked(folio);
        }
        return folio.swapCache()
                ? Next.next(m.with(l.frame, folio.lock(self.index() + 1)), l)
                : Next.go(m.with(l.frame, folio.put()), ACCESS, l.at(0));
    }

    static Next<Locals> map(Memory m, ThreadId self, Locals l) {
        return m.pte().kind() == Pte.Kind.SWAP
                ? Next.next(m.with(new Pte(Pte.Kind.PRESENT, l.frame, l.store, l.store)), l)
                : Next.next(m.with(l.frame, m.folio(l.frame).refs(-1)), l);
    }
}
