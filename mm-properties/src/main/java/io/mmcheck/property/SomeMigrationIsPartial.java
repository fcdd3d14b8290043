package io.mmcheck.property;

import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;

/** migrate_vma_pages() returns, and a page has been given a new place while another page of the range has not. */
public final class SomeMigrationIsPartial implements Sometimes {
    @Override
    public String id() {
        return "some-migration-is-partial";
    }

    @Override
    public String statement() {
        return "some migration moves one page and leaves another";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        MigrateVma args = Steps.migration(after, MigrateVmaState.Phase.PAGES);
        if (args == null || Steps.migrated(args) == 0) {
            return false;
        }
        for (int i = 0; i < args.npages(); i++) {
            if (!Steps.hasNewPlace(args, i)) {
                return true;
            }
        }
        return false;
    }
}
