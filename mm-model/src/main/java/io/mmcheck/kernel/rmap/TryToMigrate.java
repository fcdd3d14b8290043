package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.rmap.TryToMigrate.At.*;

import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** mm/rmap.c, try_to_migrate(): replace every pte that maps a locked folio by a migration entry, in whatever process it is. */
public final class TryToMigrate {
    public enum At {
        LOCK_ANON_VMA,
        NEXT_MAPPING,
        MIGRATED_ONE,
        UNLOCK_ANON_VMA
    }

    /**
     * What the walk remembers.
     *
     * @param pfn the folio
     * @param anonVma the anon_vma whose family is locked, or -1
     * @param here the mapping that was visited last
     */
    public record Locals(int pfn, int anonVma, Rmap.Mapping here) {
        public static Locals of(int pfn) {
            return new Locals(pfn, -1, Rmap.Mapping.FIRST);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("try_to_migrate")
            .at(LOCK_ANON_VMA, TryToMigrate::lockAnonVma)
            .at(NEXT_MAPPING, TryToMigrate::nextMapping)
            .atReturn(MIGRATED_ONE, TryToMigrate::migratedOne)
            .at(UNLOCK_ANON_VMA, TryToMigrate::unlockAnonVma);

    private TryToMigrate() {}

    /** folio_lock_anon_vma_read(): a folio that is no longer mapped has no anon_vma that one could rely on. */
    static Next<Locals> lockAnonVma(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        if (m.folioMapcount(l.pfn) == 0 || !page.isAnon()) {
            return Next.done(m);
        }
        int anonVma = page.anonVma();
        if (!AnonVmas.lock(m, anonVma).canRead()) {
            return Next.blocked("the lock of anon_vma " + anonVma);
        }
        Machine locked = AnonVmas.withLock(m, anonVma, AnonVmas.lock(m, anonVma).read(self));
        return Next.<Locals>next(locked, new Locals(l.pfn, anonVma, l.here))
                .saying(new Acquired(
                        LockClass.ANON_VMA, m.anonVmas().get(anonVma).root()));
    }

    static Next<Locals> nextMapping(Machine m, ThreadId self, Locals l) {
        Rmap.Mapping next = m.folioMapcount(l.pfn) > 0 ? Rmap.after(m, l.pfn, l.here) : null;
        if (next == null) {
            return Next.go(m, UNLOCK_ANON_VMA, l);
        }
        return Next.call(
                m,
                TryToMigrateOne.PROGRAM,
                TryToMigrateOne.Locals.of(l.pfn + Rmap.nthAt(m, l.pfn, next), next.process(), next.va()),
                MIGRATED_ONE,
                new Locals(l.pfn, l.anonVma, next));
    }

    static Next<Locals> migratedOne(Machine m, ThreadId self, Locals l, Boolean goOn) {
        return Next.go(m, goOn ? NEXT_MAPPING : UNLOCK_ANON_VMA, l);
    }

    static Next<Locals> unlockAnonVma(Machine m, ThreadId self, Locals l) {
        return Next.done(
                AnonVmas.withLock(m, l.anonVma, AnonVmas.lock(m, l.anonVma).release(self)));
    }
}
