package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.WpPageShared.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/memory.c, wp_page_shared(): a store to a read-only pte of a shared mapping. The caller holds the PTL and has compared the
 * pte; it is released here. Nothing is copied, the page becomes writable and dirty. Returns a {@link FaultResult}.
 */
public final class WpPageShared {
    public enum At {
        GET_FOLIO,
        REUSE_PTE,
        UNLOCK_PTL,
        LOCK_FOLIO,
        MARK_DIRTY,
        UNLOCK_FOLIO,
        PUT_FOLIO
    }

    /** The address, and the pte as it is. */
    public record Locals(int process, int va, Pte.Present pte) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("wp_page_shared")
            .at(GET_FOLIO, WpPageShared::getFolio)
            .at(REUSE_PTE, WpPageShared::reusePte)
            .at(UNLOCK_PTL, WpPageShared::unlockPtl)
            .at(LOCK_FOLIO, WpPageShared::lockFolio)
            .at(MARK_DIRTY, WpPageShared::markDirty)
            .at(UNLOCK_FOLIO, WpPageShared::unlockFolio)
            .at(PUT_FOLIO, WpPageShared::putFolio);

    private WpPageShared() {}

    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.get(m, self, l.pte.pfn()), l);
    }

    static Next<Locals> reusePte(Machine m, ThreadId self, Locals l) {
        Pte now = l.pte.withYoung(true).withDirty(true).withSoftDirty(true).withWritable(true);
        return Next.next(m.withPte(l.process, l.va, now), l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), l);
    }

    static Next<Locals> lockFolio(Machine m, ThreadId self, Locals l) {
        int pfn = l.pte.pfn();
        return Folio.canLock(m, pfn)
                ? Next.<Locals>next(Folio.lock(m, self, pfn), l).saying(new Acquired(LockClass.FOLIO, pfn))
                : Next.blocked(Folio.waitFor(m, pfn));
    }

    /** fault_dirty_shared_page(). */
    static Next<Locals> markDirty(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.pte.pfn(), m.page(l.pte.pfn()).withDirty(true)), l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pte.pfn()), l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.done(Folio.put(m, self, l.pte.pfn()), FaultResult.DONE);
    }
}
