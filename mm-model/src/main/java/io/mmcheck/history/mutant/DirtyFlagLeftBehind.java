package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The page that takes another's place counts as clean: the next migration then gives its pte no D bit back. */
public final class DirtyFlagLeftBehind implements Mutant {
    @Override
    public String id() {
        return "dirty-flag-left-behind";
    }

    @Override
    public String description() {
        return "device migration copies the flags of a page without PG_dirty";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("flags-carried", "no-lost-write");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateDevicePages.PROGRAM, MigrateDevicePages.At.MIGRATE_FLAGS, DirtyFlagLeftBehind::migrateFlags));
    }

    private static Next<MigrateDevicePages.Locals> migrateFlags(Machine m, ThreadId self, MigrateDevicePages.Locals l) {
        Machine clean = m.withPage(l.src(), m.page(l.src()).withDirty(false));
        Next<MigrateDevicePages.Locals> next = MigrateDevicePages.PROGRAM
                .step(MigrateDevicePages.At.MIGRATE_FLAGS)
                .take(clean, self, l);
        if (next instanceof Next.Go<MigrateDevicePages.Locals> go) {
            Machine after = (Machine) go.machine();
            Machine dirty = after.withPage(
                    l.src(), after.page(l.src()).withDirty(m.page(l.src()).dirty()));
            return new Next.Go<>(dirty, go.label(), go.locals(), go.events());
        }
        return next;
    }
}
