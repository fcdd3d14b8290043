package demo;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Patch;
import java.util.List;

/** An idea to try: the driver drops its own mappings anyway, so why flush the TLBs of the CPUs in collect? */
public final class NobodyElseLooks implements Patch {
    @Override
    public String id() {
        return "nobody-else-looks";
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.FLUSH_EXCLUSIVE),
                Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.FLUSH_TLB));
    }
}
