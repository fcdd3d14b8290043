package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.rmap.TryToMigrate.At.*;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
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
     * @param anonVma the mapping of the folio while its walk is locked: an anon_vma or a file; -1 before
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
        if (m.folioMapcount(l.pfn) == 0 || !page.hasMapping()) {
            return Next.done(m);
        }
        int anonVma = page.anonVma();
        if (!RmapLock.canRead(m, anonVma)) {
            return Next.blocked(RmapLock.waitFor(anonVma));
        }
        Machine locked = RmapLock.read(m, self, anonVma);
        return Next.<Locals>next(locked, new Locals(l.pfn, anonVma, l.here)).saying(RmapLock.acquired(m, anonVma));
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
        return Next.done(RmapLock.release(m, self, l.anonVma));
    }
}
