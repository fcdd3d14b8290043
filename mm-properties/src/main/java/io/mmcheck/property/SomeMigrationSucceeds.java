package io.mmcheck.property;

import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;

/** migrate_vma_pages() returns, and a page has been given a new place. */
public final class SomeMigrationSucceeds implements Sometimes {
    @Override
    public String id() {
        return "some-migration-succeeds";
    }

    @Override
    public String statement() {
        return "some page migrates to or from a device";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        MigrateVma args = Steps.migration(after, MigrateVmaState.Phase.PAGES);
        return args != null && Steps.migrated(args) > 0;
    }
}
