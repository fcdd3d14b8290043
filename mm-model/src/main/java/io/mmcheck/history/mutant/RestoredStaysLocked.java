package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** A page that is given back before the driver sees it keeps the lock that collect took. */
public final class RestoredStaysLocked implements Mutant {
    @Override
    public String id() {
        return "restored-stays-locked";
    }

    @Override
    public String description() {
        return "unmap does not unlock the pages that it gives back";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("all-unlocked", "lock-order", "no-deadlock", "no-oops", "unlocked-before-put");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.drop(MigrateDeviceUnmap.PROGRAM, MigrateDeviceUnmap.At.UNLOCK_RESTORED));
    }
}
