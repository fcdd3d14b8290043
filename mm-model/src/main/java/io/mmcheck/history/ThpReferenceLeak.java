package io.mmcheck.history;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** migrate_vma_collect_pmd() took a reference on a huge page, found it locked, and forgot the reference: the page can never be split,
 * moved, paged out or freed again. Seen on a real 6.12.117 kernel: 16 such pages cost 32.7 MB after munmap; the missing put cures it. */
public final class ThpReferenceLeak implements HistoricPatch {
    @Override
    public String id() {
        return "thp-reference-leak";
    }

    @Override
    public String title() {
        return "a huge page whose lock is not free keeps the reference of collect";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "up to 6.12 at least";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("references-balance");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.TRYLOCK_HUGE, ThpReferenceLeak::trylockHuge));
    }

    private static Next<MigrateVmaCollectPmd.Locals> trylockHuge(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        int head = l.entry().pfn();
        return Folio.canLock(m, head)
                ? Next.next(Folio.lock(m, self, head), l)
                : Next.go(m, MigrateVmaCollectPmd.At.SKIP, l.withEntry(MigratePfn.NONE));
    }
}
