package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.rmap.FolioMakeDeviceExclusive.At.*;

import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/rmap.c, folio_make_device_exclusive(): no process maps a locked anonymous folio any more, and the device has it for itself.
 * Returns whether it does: the folio was writable at the address that was asked for, and is mapped nowhere.
 */
public final class FolioMakeDeviceExclusive {
    public enum At {
        LOCK_ANON_VMA,
        NEXT_MAPPING,
        MADE_ONE,
        UNLOCK_ANON_VMA
    }

    /**
     * What the walk remembers.
     *
     * @param pfn the folio
     * @param process the process that the device works for
     * @param va the address that it asked for
     * @param owner the device
     * @param anonVma the anon_vma whose family is locked, or -1
     * @param here the mapping that was visited last
     * @param valid whether the address that was asked for had it writable
     */
    public record Locals(int pfn, int process, int va, int owner, int anonVma, Rmap.Mapping here, boolean valid) {
        public static Locals of(int pfn, int process, int va, int owner) {
            return new Locals(pfn, process, va, owner, -1, Rmap.Mapping.FIRST, false);
        }

        Locals withAnonVma(int locked) {
            return new Locals(pfn, process, va, owner, locked, here, valid);
        }

        Locals at(Rmap.Mapping mapping) {
            return new Locals(pfn, process, va, owner, anonVma, mapping, valid);
        }

        Locals withValid(boolean value) {
            return new Locals(pfn, process, va, owner, anonVma, here, value);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("folio_make_device_exclusive")
            .at(LOCK_ANON_VMA, FolioMakeDeviceExclusive::lockAnonVma)
            .at(NEXT_MAPPING, FolioMakeDeviceExclusive::nextMapping)
            .atReturn(MADE_ONE, FolioMakeDeviceExclusive::madeOne)
            .at(UNLOCK_ANON_VMA, FolioMakeDeviceExclusive::unlockAnonVma);

    private FolioMakeDeviceExclusive() {}

    /** Anonymous folios only; one that is no longer mapped has no anon_vma that one could rely on. */
    static Next<Locals> lockAnonVma(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        if (!page.isAnon() || !page.isMapped()) {
            return Next.done(m, false);
        }
        int anonVma = page.anonVma();
        if (!AnonVmas.lock(m, anonVma).canRead()) {
            return Next.blocked("the lock of anon_vma " + anonVma);
        }
        Machine locked = AnonVmas.withLock(m, anonVma, AnonVmas.lock(m, anonVma).read(self));
        return Next.<Locals>next(locked, l.withAnonVma(anonVma))
                .saying(new Acquired(
                        LockClass.ANON_VMA, m.anonVmas().get(anonVma).root()));
    }

    static Next<Locals> nextMapping(Machine m, ThreadId self, Locals l) {
        Rmap.Mapping next = m.page(l.pfn).isMapped() ? Rmap.after(m, l.pfn, l.here) : null;
        if (next == null) {
            return Next.go(m, UNLOCK_ANON_VMA, l);
        }
        boolean asked = next.process() == l.process && next.va() == l.va;
        return Next.call(
                m,
                PageMakeDeviceExclusiveOne.PROGRAM,
                PageMakeDeviceExclusiveOne.Locals.of(l.pfn, next, l.owner, asked),
                MADE_ONE,
                l.at(next));
    }

    static Next<Locals> madeOne(Machine m, ThreadId self, Locals l, PageMakeDeviceExclusiveOne.Result one) {
        return Next.go(m, one.goOn() ? NEXT_MAPPING : UNLOCK_ANON_VMA, l.withValid(l.valid || one.valid()));
    }

    static Next<Locals> unlockAnonVma(Machine m, ThreadId self, Locals l) {
        Machine unlocked =
                AnonVmas.withLock(m, l.anonVma, AnonVmas.lock(m, l.anonVma).release(self));
        return Next.done(unlocked, l.valid && !m.page(l.pfn).isMapped());
    }
}
