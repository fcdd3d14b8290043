package io.mmcheck.kernel.migrate;

import static io.mmcheck.kernel.migrate.RemoveMigrationPtes.At.*;

import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.rmap.RmapLock;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate.c, remove_migration_ptes(): every migration entry for the source becomes a pte of the destination; both are locked.
 * The walk goes by the destination's mapping: without one it visits nothing.
 */
public final class RemoveMigrationPtes {
    public enum At {
        LOCK_ANON_VMA,
        NEXT_MAPPING,
        UNLOCK_ANON_VMA
    }

    /**
     * What the walk remembers.
     *
     * @param src the folio that the entries name
     * @param dst the folio that gets mapped
     * @param anonVma the mapping of the folio while its walk is locked: an anon_vma or a file; -1 before
     * @param here the mapping that was visited last
     */
    public record Locals(int src, int dst, int anonVma, Rmap.Mapping here) {
        public static Locals of(int src, int dst) {
            return new Locals(src, dst, -1, Rmap.Mapping.FIRST);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("remove_migration_ptes")
            .at(LOCK_ANON_VMA, RemoveMigrationPtes::lockAnonVma)
            .at(NEXT_MAPPING, RemoveMigrationPtes::nextMapping)
            .at(UNLOCK_ANON_VMA, RemoveMigrationPtes::unlockAnonVma);

    private RemoveMigrationPtes() {}

    static Next<Locals> lockAnonVma(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.dst);
        if (!page.hasMapping()) {
            return Next.done(m);
        }
        int anonVma = page.anonVma();
        if (!RmapLock.canRead(m, anonVma)) {
            return Next.blocked(RmapLock.waitFor(anonVma));
        }
        Machine locked = RmapLock.read(m, self, anonVma);
        return Next.<Locals>next(locked, new Locals(l.src, l.dst, anonVma, l.here))
                .saying(RmapLock.acquired(m, anonVma));
    }

    static Next<Locals> nextMapping(Machine m, ThreadId self, Locals l) {
        Rmap.Mapping next = Rmap.after(m, l.dst, l.here);
        if (next == null) {
            return Next.go(m, UNLOCK_ANON_VMA, l);
        }
        int nth = Rmap.nthAt(m, l.dst, next);
        return Next.call(
                m,
                RemoveMigrationPte.PROGRAM,
                RemoveMigrationPte.Locals.of(l.src + nth, l.dst + nth, next.process(), next.va()),
                NEXT_MAPPING,
                new Locals(l.src, l.dst, l.anonVma, next));
    }

    static Next<Locals> unlockAnonVma(Machine m, ThreadId self, Locals l) {
        return Next.done(RmapLock.release(m, self, l.anonVma));
    }
}
