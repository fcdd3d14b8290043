package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.MigrationEntryWait.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.WaitsForMigration;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate.c, migration_entry_wait() with mm/filemap.c, migration_entry_wait_on_locked(): sleep until the page of a migration
 * entry is unlocked, then fault again. No reference is taken: a waiter must not be what makes the migration fail. That is
 * safe since the entry implies a reference of the migrator, and the entry cannot go while we hold the PTL.
 */
public final class MigrationEntryWait {
    public enum At {
        LOCK_PTL,
        QUEUE_WAITER,
        UNLOCK_PTL,
        SLEEP
    }

    /**
     * The address.
     *
     * @param pfn the page that we wait for, -1 before
     */
    public record Locals(int process, int va, int pfn) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migration_entry_wait")
            .at(LOCK_PTL, MigrationEntryWait::lockPtl)
            .at(QUEUE_WAITER, MigrationEntryWait::queueWaiter)
            .at(UNLOCK_PTL, MigrationEntryWait::unlockPtl)
            .at(SLEEP, MigrationEntryWait::sleep);

    private MigrationEntryWait() {}

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l),
                to -> Next.done(to, FaultResult.RETRY));
    }

    static Next<Locals> queueWaiter(Machine m, ThreadId self, Locals l) {
        if (!(m.pte(l.process, l.va) instanceof Pte.Migration entry)) {
            return Next.done(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), FaultResult.RETRY);
        }
        if (!m.folio(entry.pfn()).isLocked()) {
            throw new Bug("migration entry", "page " + entry.pfn() + " of a migration entry is not locked");
        }
        return Next.<Locals>next(m, new Locals(l.process, l.va, entry.pfn()))
                .saying(new WaitsForMigration(l.process, l.va, entry.pfn()));
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), l);
    }

    static Next<Locals> sleep(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.pfn) ? Next.done(m, FaultResult.RETRY) : Next.blocked(Folio.waitFor(m, l.pfn));
    }
}
