package demo;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import io.mmcheck.program.Patch;
import java.util.List;

/** Steps of our own that call a function of our own. Nothing depends on them, so no property can miss the call. */
public final class LooksAgain implements Patch {
    private enum At {
        LOOK_AGAIN,
        LOOKED
    }

    @Override
    public String id() {
        return "looks-again";
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.<Machine, MigrateVmaCollectPmd.Locals, Object>insertReturnAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.COPY_DIRTY,
                        At.LOOKED,
                        (m, self, locals, result) -> Next.next(m, locals)),
                Edit.insertAfter(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.COPY_DIRTY,
                        At.LOOK_AGAIN,
                        (m, self, locals) -> Next.call(
                                m,
                                TakesALook.PROGRAM,
                                new TakesALook.Locals(locals.entry().pfn()),
                                At.LOOKED,
                                locals)));
    }
}
