package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** Waiters of the migration entries go on while the entries are still there. */
public final class UnlockedBeforeMapped implements Mutant {
    @Override
    public String id() {
        return "unlocked-before-mapped";
    }

    @Override
    public String description() {
        return "finalize unlocks the source before it has removed the migration entries";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("migration-entry-locked", "no-migration-entry-left", "no-oops");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.drop(MigrateDeviceFinalize.PROGRAM, MigrateDeviceFinalize.At.UNLOCK_SRC),
                Edit.insertBefore(
                        MigrateDeviceFinalize.PROGRAM,
                        MigrateDeviceFinalize.At.REMOVE_ENTRIES,
                        At.UNLOCK_SRC_EARLY,
                        MigrateDeviceFinalize.PROGRAM.step(MigrateDeviceFinalize.At.UNLOCK_SRC)));
    }

    private enum At {
        UNLOCK_SRC_EARLY
    }
}
