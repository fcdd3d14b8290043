package io.mmcheck.kernel.gup;

import static io.mmcheck.kernel.gup.GupFast.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.pgtable.Rcu;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.WriteProtectSeq;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/gup.c, pin_user_pages_fast() and get_user_pages_fast() with gup_fast_pte_range(): a reference without any lock. What makes it
 * right is the order: first the reference, then a second look at the pte. Whoever takes a pte away does it the other way round:
 * first the pte is cleared, then he looks for references; so one of the two sees the other. Whatever is not as it should be
 * takes the slow way. Returns 0 or an {@link Errno}.
 */
public final class GupFast {
    public enum At {
        SET_HAS_PINNED,
        READ_SEQ,
        READ_PTE,
        TRY_GET,
        ADD_PIN,
        RECHECK_PTE,
        TEST_SHARED,
        RETRY_SEQ,
        UNDO,
        GO_SLOW,
        RETURN
    }

    /**
     * What it remembers.
     *
     * @param seen the pte, or what a huge pmd has for the address; none when it is not needed any more
     * @param pmd the pmd that it was found through, none likewise
     * @param pfn the page that it holds, or -1
     */
    public record Locals(GupRequest request, Pte seen, Pmd pmd, int pfn) {
        public static Locals of(GupRequest request) {
            return new Locals(request, Pte.NONE, Pmd.NONE, -1);
        }

        Locals forgotten() {
            return of(request);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("pin_user_pages_fast")
            .at(SET_HAS_PINNED, GupFast::setHasPinned)
            .at(READ_SEQ, GupFast::readSeq)
            .at(READ_PTE, GupFast::readPte)
            .at(TRY_GET, GupFast::tryGet)
            .at(ADD_PIN, GupFast::addPin)
            .at(RECHECK_PTE, GupFast::recheckPte)
            .at(TEST_SHARED, GupFast::testShared)
            .at(RETRY_SEQ, GupFast::retrySeq)
            .at(UNDO, GupFast::undo)
            .at(GO_SLOW, GupFast::goSlow)
            .atReturn(RETURN, GupFast::returned);

    private GupFast() {}

    /** MMF_HAS_PINNED before the first pin: fork looks at pins only where it is set. */
    static Next<Locals> setHasPinned(Machine m, ThreadId self, Locals l) {
        Errno refused = l.request.refuse(m);
        if (refused != null) {
            return Next.done(m, refused);
        }
        if (!l.request.pin()) {
            return Next.go(m, READ_PTE, l);
        }
        Mm mm = m.mm(l.request.process());
        return Next.next(mm.hasPinned() ? m : m.withMm(l.request.process(), mm.withHasPinned(true)), l);
    }

    /** A fork that is sharing pages now would not see the pin. */
    static Next<Locals> readSeq(Machine m, ThreadId self, Locals l) {
        WriteProtectSeq seq = m.mm(l.request.process()).writeProtect();
        return seq.protecting() ? Next.go(m, GO_SLOW, l) : Next.next(withSeq(m, l, seq.readBegins(self)), l);
    }

    /** Only what the hardware could use; the zero page is special and goes the slow way. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        GupRequest request = l.request;
        boolean usable = request.va() < m.config().addresses()
                && m.leaf(request.process(), request.va()) instanceof Pte.Present pte
                && !pte.protNone()
                && (pte.writable() || !request.write())
                && pte.pfn() != m.zeroPage();
        return usable
                ? Next.next(
                        Rcu.readLock(m, self),
                        new Locals(
                                request,
                                m.leaf(request.process(), request.va()),
                                m.pmd(request.process(), request.va()),
                                -1))
                : Next.go(m, UNDO, l);
    }

    /** The page may be free by now, or somebody else's: only the second look will tell. */
    static Next<Locals> tryGet(Machine m, ThreadId self, Locals l) {
        int pfn = ((Pte.Present) l.seen).pfn();
        if (!Folio.canGet(m, pfn)) {
            return Next.go(m, UNDO, l.forgotten());
        }
        Locals held = new Locals(l.request, l.seen, l.pmd, pfn);
        return l.request.pin()
                ? Next.next(Folio.get(m, self, pfn), held)
                : Next.go(Folio.get(m, self, pfn), RECHECK_PTE, held);
    }

    /** The plain reference becomes a pin, not on device memory (FOLL_LONGTERM); the slot shows it from now on. */
    static Next<Locals> addPin(Machine m, ThreadId self, Locals l) {
        int slot = l.request.slot();
        if (!m.holds().get(slot).isNone() || m.page(l.pfn).isDevice()) {
            return Next.go(m, UNDO, l);
        }
        Page page = m.folio(l.pfn);
        Page pinned = page.withLedger(self, -1).withRefs(page.refs() + Page.PIN - 1);
        return Next.next(
                m.withPage(m.head(l.pfn), pinned)
                        .withHold(slot, l.request.hold(l.pfn).withPending(true)),
                l);
    }

    /** Both the pmd and the pte, which may be in a table that is dead by now: with interrupts off it is not freed. */
    static Next<Locals> recheckPte(Machine m, ThreadId self, Locals l) {
        GupRequest request = l.request;
        boolean same = m.pmd(request.process(), request.va()).equals(l.pmd)
                && m.leaf(request.process(), request.va()).equals(l.seen);
        return same
                ? Next.next(m, new Locals(request, l.seen, Pmd.NONE, l.pfn))
                : Next.go(m, UNDO, new Locals(request, Pte.NONE, Pmd.NONE, l.pfn));
    }

    /** Read after the pte, as whoever shares the page clears the pte before PG_anon_exclusive. */
    static Next<Locals> testShared(Machine m, ThreadId self, Locals l) {
        Locals held = new Locals(l.request, Pte.NONE, Pmd.NONE, l.pfn);
        if (!((Pte.Present) l.seen).writable() && l.request.mustUnshare(m, l.pfn)) {
            return Next.go(m, UNDO, held);
        }
        if (l.request.pin()) {
            return Next.next(m, held);
        }
        int slot = l.request.slot();
        if (!m.holds().get(slot).isNone()) {
            return Next.go(m, UNDO, held);
        }
        return Next.done(
                Rcu.readUnlock(m, self)
                        .withPage(m.head(l.pfn), m.folio(l.pfn).withLedger(self, -1))
                        .withHold(slot, l.request.hold(l.pfn)),
                0);
    }

    static Next<Locals> retrySeq(Machine m, ThreadId self, Locals l) {
        WriteProtectSeq seq = m.mm(l.request.process()).writeProtect();
        if (seq.mustRetry(self)) {
            return Next.next(m, l);
        }
        int slot = l.request.slot();
        Machine given =
                Rcu.readUnlock(m, self).withHold(slot, m.holds().get(slot).withPending(false));
        return Next.done(withSeq(given, l, seq.readEnds(self)), 0);
    }

    static Next<Locals> undo(Machine m, ThreadId self, Locals l) {
        Machine ended = withSeq(
                Rcu.readUnlock(m, self),
                l,
                m.mm(l.request.process()).writeProtect().readEnds(self));
        if (l.pfn < 0) {
            return Next.next(ended, l.forgotten());
        }
        boolean pinned = m.folio(l.pfn).heldBy(self) == 0;
        return Next.next(
                pinned ? GupPutFolio.release(ended, l.request.slot()) : Folio.put(ended, self, l.pfn), l.forgotten());
    }

    static Next<Locals> goSlow(Machine m, ThreadId self, Locals l) {
        return Next.call(m, GupLongtermLocked.PROGRAM, new GupLongtermLocked.Locals(l.request), RETURN, l);
    }

    static Next<Locals> returned(Machine m, ThreadId self, Locals l, Object result) {
        return Next.done(m, result);
    }

    private static Machine withSeq(Machine m, Locals l, WriteProtectSeq seq) {
        Mm mm = m.mm(l.request.process());
        return mm.writeProtect().equals(seq) ? m : m.withMm(l.request.process(), mm.withWriteProtect(seq));
    }
}
