package io.mmcheck.history;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** A mutation: collect waits for page locks. This is why it only tries: two migrations, or a migration and a fault, wait for each other. */
public final class PageLockBlocks implements HistoricPatch {
    @Override
    public String id() {
        return "page-lock-blocks";
    }

    @Override
    public String title() {
        return "collect waits for the folio lock with the page table lock held";
    }

    @Override
    public String source() {
        return "mm/migrate.c: Remove MIGRATE_PFN_LOCKED";
    }

    @Override
    public String releases() {
        return "in no release";
    }

    @Override
    public String seed() {
        return "002";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-deadlock", "lock-order");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.TRYLOCK_FOLIO, PageLockBlocks::lockFolio));
    }

    private static Next<MigrateVmaCollectPmd.Locals> lockFolio(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        int pfn = l.entry().pfn();
        if (pfn == l.args().faultPage()) {
            return Next.next(m, l);
        }
        if (!Folio.canLock(m, pfn)) {
            return Next.blocked(Folio.waitFor(m, pfn));
        }
        return Next.next(Folio.lock(m, self, pfn), l).saying(new Acquired(LockClass.FOLIO, pfn));
    }
}
