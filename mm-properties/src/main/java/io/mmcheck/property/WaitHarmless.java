package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.MigrationFails;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;

/**
 * Waiting for a migration never makes it fail: when a folio has too many references to migrate, some of them are held by somebody
 * who does not just wait in migration_entry_wait(). Up to 5.16 a waiter took a reference (mm/migrate.c).
 */
public final class WaitHarmless implements Property {
    /** The program of migration_entry_wait(), by the beginning of its name. */
    private static final String WAIT = "migration_entry_wait";

    @Override
    public String id() {
        return "wait-harmless";
    }

    @Override
    public String statement() {
        return "no migration fails only because others wait for it";
    }

    @Override
    public int looksAt() {
        return WORDS;
    }

    @Override
    public boolean looksInside(String program) {
        return program.startsWith(WAIT);
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved == null || moved.events().isEmpty()) {
            return state;
        }
        for (Event event : moved.events()) {
            if (event instanceof MigrationFails fails && fails.excess() > 0) {
                int waiters = heldByWaiters(before, fails.pfn());
                if (waiters >= fails.excess()) {
                    return new Violation("page " + fails.pfn() + " does not migrate: " + fails.where() + " finds "
                            + fails.excess() + " references too many, and threads that wait for the migration hold "
                            + waiters);
                }
            }
        }
        return state;
    }

    private static int heldByWaiters(World<Machine> world, int pfn) {
        int held = 0;
        for (int t = 0; t < world.threads(); t++) {
            for (Frame frame = world.frame(t); frame != null; frame = frame.caller()) {
                if (frame.place().program().name().startsWith(WAIT)) {
                    held += world.machine().page(pfn).heldBy(ThreadId.of(t));
                    break;
                }
            }
        }
        return held;
    }
}
