package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateDeviceUnmap;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** A refactoring of 6.1-rc counted pages only: a driver that looks at cpages never sees the holes. */
public final class CpagesWithoutHoles implements HistoricPatch {
    @Override
    public String id() {
        return "cpages-without-holes";
    }

    @Override
    public String title() {
        return "cpages does not count holes";
    }

    @Override
    public String source() {
        return "mm/migrate_device: return number of migrating pages in args->cpages";
    }

    @Override
    public String releases() {
        return "6.1-rc";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("arrays-consistent");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateDeviceUnmap.PROGRAM, MigrateDeviceUnmap.At.NEXT_ENTRY, CpagesWithoutHoles::nextEntry));
    }

    private static Next<MigrateDeviceUnmap.Locals> nextEntry(Machine m, ThreadId self, MigrateDeviceUnmap.Locals l) {
        Next<MigrateDeviceUnmap.Locals> next = MigrateDeviceUnmap.PROGRAM
                .step(MigrateDeviceUnmap.At.NEXT_ENTRY)
                .take(m, self, l);
        if (next instanceof Next.Done<MigrateDeviceUnmap.Locals> done && done.result() instanceof MigrateVma args) {
            return Next.done(done.machine(), args.withCpages(args.migratingPages()));
        }
        return Steps.onLocals(
                next, to -> to.withArgs(to.args().withCpages(to.args().migratingPages())));
    }
}
