package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The first version of the fix: the D bit is taken from the pte as it was read, not as it was cleared. */
public final class DirtyBitFromStaleRead implements HistoricPatch {
    @Override
    public String id() {
        return "dirty-bit-from-stale-read";
    }

    @Override
    public String title() {
        return "collect copies the D bit of an earlier read: a store in between is lost";
    }

    @Override
    public String source() {
        return "[PATCH v1] mm/migrate_device.c: copy pte dirty bit to page";
    }

    @Override
    public String releases() {
        return "in no release: version 1 of the fix";
    }

    @Override
    public String seed() {
        return "003";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-lost-write", "dirty-carried", "clean-swap-cache");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                StaleRead.rememberReadPte(),
                Edit.replace(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.COPY_DIRTY,
                        DirtyBitFromStaleRead::copyDirty));
    }

    private static Next<MigrateVmaCollectPmd.Locals> copyDirty(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        boolean dirty = l.seen() instanceof Pte.Present p && p.dirty();
        int pfn = l.entry().pfn();
        return Next.next(dirty ? m.withPage(pfn, m.page(pfn).withDirty(true)) : m, l);
    }
}
