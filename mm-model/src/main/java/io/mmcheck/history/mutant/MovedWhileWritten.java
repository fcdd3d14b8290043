package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migrate.FolioMigrateMapping;
import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** A page in the swap cache is written out on its way to a device, and nobody waits for the end of the write. */
public final class MovedWhileWritten implements Mutant {
    @Override
    public String id() {
        return "moved-while-written";
    }

    @Override
    public String description() {
        return "a page in the swap cache migrates to a device under writeback";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-writeback-at-move", "no-oops", "swap-cache-exact");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(MigrateDevicePages.PROGRAM, MigrateDevicePages.At.FREE_SWAP, MovedWhileWritten::write));
    }

    private static Next<MigrateDevicePages.Locals> write(Machine m, ThreadId self, MigrateDevicePages.Locals l) {
        int src = l.args().src(l.i()).pfn();
        if (!m.page(src).inSwapCache()) {
            return Next.next(m, l);
        }
        Machine writing = m.withPage(src, m.page(src).withWriteback(true));
        int extra = src == l.args().faultPage() ? 1 : 0;
        FolioMigrateMapping.Locals both =
                new FolioMigrateMapping.Locals(src, l.args().dst(l.i()).pfn(), extra);
        return Next.call(writing, FolioMigrateMapping.PROGRAM, both, MigrateDevicePages.At.MIGRATED_MAPPING, l);
    }
}
