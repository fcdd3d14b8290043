package io.mmcheck.property;

import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/** What a step said. */
final class Steps {
    private Steps() {}

    /**
     * Whether two parts of a machine are the same object. Machines share what a step did not touch, so this is how to see quickly
     * that there is nothing to judge; two objects that are not the same may still be equal.
     */
    @SuppressWarnings("ReferenceEquality")
    static boolean same(@Nullable Object before, @Nullable Object after) {
        return before == after;
    }

    static int thread(World<Machine> after) {
        Moved<Machine> moved = after.moved();
        return moved == null ? 0 : moved.thread();
    }

    static boolean says(World<Machine> after, Class<? extends Event> what) {
        Moved<Machine> moved = after.moved();
        if (moved != null) {
            for (Event event : moved.events()) {
                if (what.isInstance(event)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The request whose phase returns with this step, or null. */
    static @Nullable MigrateVma migration(World<Machine> after, MigrateVmaState.Phase phase) {
        Moved<Machine> moved = after.moved();
        if (moved != null) {
            for (Event event : moved.events()) {
                if (event instanceof MigrateVmaState state && state.phase() == phase) {
                    return state.args();
                }
            }
        }
        return null;
    }

    /** How many pages, not holes, have been given a new place when migrate_vma_pages() returns. */
    static int migrated(MigrateVma args) {
        int n = 0;
        for (int i = 0; i < args.npages(); i++) {
            n += args.src(i).valid() && hasNewPlace(args, i) ? 1 : 0;
        }
        return n;
    }

    /** Whether an entry, page or hole, is backed by a new page when migrate_vma_pages() returns. */
    static boolean hasNewPlace(MigrateVma args, int i) {
        return args.src(i).migrate() && args.dst(i).valid();
    }
}
