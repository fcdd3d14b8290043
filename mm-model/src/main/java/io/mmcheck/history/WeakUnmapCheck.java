package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** migrate_vma_check_page() still allows device pages the extra reference that they had before 6.1: the migration is announced, copied, and then undone. */
public final class WeakUnmapCheck implements HistoricPatch {
    @Override
    public String id() {
        return "weak-unmap-check";
    }

    @Override
    public String title() {
        return "one foreign reference on a device page passes the first check";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "6.1 to 6.12";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of();
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateDeviceUnmap.PROGRAM, MigrateDeviceUnmap.At.CHECK_FOLIO, WeakUnmapCheck::checkFolio));
    }

    private static Next<MigrateDeviceUnmap.Locals> checkFolio(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        Page page = m.page(l.page());
        int extra = MigrateDeviceUnmap.expected(page, l.page() == l.args().faultPage());
        return MigrateDeviceUnmap.checkAgainst(m, l, page.isDevice() ? extra + 1 : extra);
    }
}
