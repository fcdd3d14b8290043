package io.mmcheck.history;

import io.mmcheck.kernel.migrate.FolioMigrateMapping;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** Up to 6.1 folio_migrate_mapping() expects no references of ptes: a page that is mapped again does not migrate. */
public final class ExpectedRefsWithoutMapcount implements HistoricPatch {
    @Override
    public String id() {
        return "expected-refs-without-mapcount";
    }

    @Override
    public String title() {
        return "the reference check of a migration does not count mappings";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "up to 6.1";
    }

    @Override
    public Set<String> breaks() {
        return Set.of();
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                FolioMigrateMapping.PROGRAM,
                FolioMigrateMapping.At.CHECK_REFS,
                ExpectedRefsWithoutMapcount::checkRefs));
    }

    private static Next<FolioMigrateMapping.Locals> checkRefs(Machine m, ThreadId self, FolioMigrateMapping.Locals l) {
        return FolioMigrateMapping.checkAgainst(m, l, 1 + (m.page(l.src()).inSwapCache() ? 1 : 0) + l.extra());
    }
}
