package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.Isolation;
import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** Finalize puts every system page that it drops on the LRU first, also the source that has migrated and is about to be freed. */
public final class FreedPageOnLru implements HistoricPatch {
    @Override
    public String id() {
        return "freed-page-on-lru";
    }

    @Override
    public String title() {
        return "finalize puts pages that are about to be freed on the LRU";
    }

    @Override
    public String source() {
        return "mm/migrate_device: don't add folio to be freed to LRU in migrate_device_finalize()";
    }

    @Override
    public String releases() {
        return "up to 6.12 before the fix came to it";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("freed-clean");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        MigrateDeviceFinalize.PROGRAM,
                        MigrateDeviceFinalize.At.PUT_REJECTED,
                        FreedPageOnLru::putRejected),
                Edit.replace(MigrateDeviceFinalize.PROGRAM, MigrateDeviceFinalize.At.PUT_SRC, FreedPageOnLru::putSrc));
    }

    private static Next<MigrateDeviceFinalize.Locals> putRejected(
            Machine m, ThreadId self, MigrateDeviceFinalize.Locals l) {
        int pfn = l.args().dst(l.i()).pfn();
        Machine on = m.page(pfn).isDevice() ? m : LruBatch.add(m, self, pfn);
        return MigrateDeviceFinalize.PROGRAM
                .step(MigrateDeviceFinalize.At.PUT_REJECTED)
                .take(on, self, l);
    }

    private static Next<MigrateDeviceFinalize.Locals> putSrc(Machine m, ThreadId self, MigrateDeviceFinalize.Locals l) {
        boolean migrated = l.dst() != l.src() && m.page(l.src()).lru() == Lru.ISOLATED;
        Machine on = migrated ? LruBatch.add(Isolation.take(m, self, l.src()), self, l.src()) : m;
        return MigrateDeviceFinalize.PROGRAM
                .step(MigrateDeviceFinalize.At.PUT_SRC)
                .take(on, self, l);
    }
}
