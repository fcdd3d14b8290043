package io.mmcheck.kernel.hugememory;

import static io.mmcheck.kernel.hugememory.PmdMigrationEntryWait.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.WaitsForMigration;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** mm/migrate.c, pmd_migration_entry_wait(): sleep until the huge page of a migration entry is unlocked, then fault again. */
public final class PmdMigrationEntryWait {
    public enum At {
        LOCK_PMD,
        QUEUE_WAITER,
        UNLOCK_PMD,
        SLEEP
    }

    /**
     * The address.
     *
     * @param pfn the page that we wait for, -1 before
     */
    public record Locals(int process, int va, int pfn) {
        public static Locals of(int process, int va) {
            return new Locals(process, va, -1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("pmd_migration_entry_wait")
            .at(LOCK_PMD, PmdMigrationEntryWait::lockPmd)
            .at(QUEUE_WAITER, PmdMigrationEntryWait::queueWaiter)
            .at(UNLOCK_PMD, PmdMigrationEntryWait::unlockPmd)
            .at(SLEEP, PmdMigrationEntryWait::sleep);

    private PmdMigrationEntryWait() {}

    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        return PmdLock.take(m, self, l.process, l);
    }

    static Next<Locals> queueWaiter(Machine m, ThreadId self, Locals l) {
        if (!(m.pmd(l.process, l.va) instanceof Pmd.Migration entry)) {
            return Next.done(PmdLock.unlock(m, self, l.process), FaultResult.RETRY);
        }
        return Next.<Locals>next(m, new Locals(l.process, l.va, entry.pfn()))
                .saying(new WaitsForMigration(l.process, l.va, entry.pfn()));
    }

    static Next<Locals> unlockPmd(Machine m, ThreadId self, Locals l) {
        return Next.next(PmdLock.unlock(m, self, l.process), l);
    }

    static Next<Locals> sleep(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.pfn) ? Next.done(m, FaultResult.RETRY) : Next.blocked(Folio.waitFor(m, l.pfn));
    }
}
