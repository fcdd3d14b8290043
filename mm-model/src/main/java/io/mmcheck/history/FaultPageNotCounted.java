package io.mmcheck.history;

import io.mmcheck.kernel.migrate.FolioMigrateMapping;
import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/**
 * The fault holds a reference on the device page, but the migration that it starts is not told (no fault_page): it takes the
 * reference for a foreign one and always fails, and the access faults again.
 */
public final class FaultPageNotCounted implements HistoricPatch {
    @Override
    public String id() {
        return "fault-page-not-counted";
    }

    @Override
    public String title() {
        return "the migration that a device fault starts takes the fault's own reference for a foreign one";
    }

    @Override
    public String source() {
        return "the second half of \"mm/memory.c: fix race when faulting a device private page\", left out";
    }

    @Override
    public String releases() {
        return "in no release; one driver had it";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("fault-ends", "no-livelock");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        MigrateDeviceUnmap.PROGRAM, MigrateDeviceUnmap.At.CHECK_FOLIO, FaultPageNotCounted::checkFolio),
                Edit.replace(
                        MigrateDevicePages.PROGRAM,
                        MigrateDevicePages.At.MIGRATE_MAPPING,
                        FaultPageNotCounted::migrateMapping));
    }

    static Next<MigrateDeviceUnmap.Locals> checkFolio(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        Page page = m.page(l.args().src(l.i()).pfn());
        return MigrateDeviceUnmap.checkAgainst(m, l, 1 + (page.inSwapCache() ? 1 : 0));
    }

    static Next<MigrateDevicePages.Locals> migrateMapping(Machine m, ThreadId self, MigrateDevicePages.Locals l) {
        int src = l.args().src(l.i()).pfn();
        if (m.page(src).writeback()) {
            throw new Bug("BUG_ON", "page " + src + " migrates under writeback");
        }
        return Next.call(
                m,
                FolioMigrateMapping.PROGRAM,
                new FolioMigrateMapping.Locals(src, l.args().dst(l.i()).pfn(), 0),
                MigrateDevicePages.At.MIGRATED_MAPPING,
                l);
    }
}
