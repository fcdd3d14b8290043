package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.program.Edit;
import java.util.List;
import java.util.Set;

/** A page in the swap cache hands its slot on to device memory. */
public final class DevicePageInSwapCache implements Mutant {
    @Override
    public String id() {
        return "device-page-in-swap-cache";
    }

    @Override
    public String description() {
        return "device migration does not take a page out of the swap cache first";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("swap-cache-exact");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.drop(MigrateDevicePages.PROGRAM, MigrateDevicePages.At.FREE_SWAP));
    }
}
