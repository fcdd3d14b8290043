package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * When the migration of a folio is over, no migration entry for it is left in any process: mm/migrate.c,
 * remove_migration_ptes(), has found them all. Judged when the lock of a folio is released, when an operation returns, and when
 * all is over.
 */
public final class NoMigrationEntryLeft implements Property {
    @Override
    public String id() {
        return "no-migration-entry-left";
    }

    @Override
    public String statement() {
        return "after a migration, done or undone, no migration entry for its page is left anywhere";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | ENDS;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        boolean finished = moved != null && moved.finished() != null;
        if (!finished && Steps.same(before.machine().pages(), after.machine().pages())) {
            return state;
        }
        Machine m = after.machine();
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            Page page = m.folio(pfn);
            boolean unlocked =
                    !page.isLocked() && (finished || before.machine().folio(pfn).isLocked());
            String left = unlocked ? left(m, pfn) : null;
            if (left != null) {
                return new Violation(left);
            }
        }
        return state;
    }

    @Override
    public @Nullable String atEnd(Object state, World<Machine> world) {
        Machine m = world.machine();
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            String left = left(m, pfn);
            if (left != null) {
                return left;
            }
        }
        return null;
    }

    private static @Nullable String left(Machine m, int pfn) {
        Books books = Books.of(m);
        return books.migrating(pfn) == 0
                ? null
                : "the migration of page " + pfn + " is over, and " + books.migrating(pfn)
                        + " migration entries for it are left, such as at " + books.place(pfn);
    }
}
