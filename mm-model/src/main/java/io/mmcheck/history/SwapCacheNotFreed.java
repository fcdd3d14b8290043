package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** Up to 6.1 a page in the swap cache never migrates to a device. */
public final class SwapCacheNotFreed implements HistoricPatch {
    @Override
    public String id() {
        return "swap-cache-not-freed";
    }

    @Override
    public String title() {
        return "a page in the swap cache does not migrate to a device";
    }

    @Override
    public String source() {
        return "mm/migrate_device: try to handle swapcache pages";
    }

    @Override
    public String releases() {
        return "up to 6.1";
    }

    @Override
    public Set<String> breaks() {
        return Set.of();
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(MigrateDevicePages.PROGRAM, MigrateDevicePages.At.FREE_SWAP, SwapCacheNotFreed::freeSwap));
    }

    private static Next<MigrateDevicePages.Locals> freeSwap(Machine m, ThreadId self, MigrateDevicePages.Locals l) {
        return m.page(l.dst()).isDevice() && m.page(l.src()).inSwapCache()
                ? Next.go(m, MigrateDevicePages.At.NEXT_ENTRY, l.done(false))
                : Next.next(m, l);
    }
}
