package io.mmcheck.history.mutant;

import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** A page that comes back from a device is mapped and on no list: reclaim never finds it again. */
public final class ReturnedOffTheLists implements Mutant {
    @Override
    public String id() {
        return "returned-off-the-lists";
    }

    @Override
    public String description() {
        return "migration from a device does not add the new page to the LRU";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("on-a-list");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateDeviceFinalize.PROGRAM,
                MigrateDeviceFinalize.At.ADD_TO_LRU,
                (m, self, l) -> l.dst() == l.src()
                        ? MigrateDeviceFinalize.PROGRAM
                                .step(MigrateDeviceFinalize.At.ADD_TO_LRU)
                                .take(m, self, l)
                        : Next.next(m, l)));
    }
}
