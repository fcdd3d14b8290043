package demo;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Patch;
import java.util.List;

/** The folio is marked dirty by whoever unmaps it anyway, is it not? */
public final class MyCleanup implements Patch {
    @Override
    public String id() {
        return "my-cleanup";
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.COPY_DIRTY));
    }
}
