package io.mmcheck.kernel.migrate;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;

/** mm/migrate.c, folio_migrate_flags(), and mem_cgroup_migrate() at its end. Nobody else knows the destination yet. */
public final class FolioMigrateFlags {
    private FolioMigrateFlags() {}

    /** The destination is uptodate and dirty as the source; the charge goes with it and the counter stays. */
    public static Machine migrate(Machine m, int from, int to) {
        Page src = m.page(from);
        Page dst = m.page(to);
        return m.withPage(
                        to,
                        dst.withUptodate(src.uptodate())
                                .withDirty(src.dirty() || dst.dirty())
                                .withCharged(src.charged()))
                .withPage(from, src.withCharged(false));
    }
}
