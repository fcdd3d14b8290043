package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The order of pte clear and pin test that the barriers forbid: a pin that comes in between is not seen. */
public final class PinTestBeforeClear implements HistoricPatch {
    @Override
    public String id() {
        return "pin-test-before-clear";
    }

    @Override
    public String title() {
        return "collect tests for pins before it clears the pte";
    }

    @Override
    public String source() {
        return "mm: fix PageAnonExclusive clearing racing with concurrent RCU GUP-fast";
    }

    @Override
    public String releases() {
        return "5.19 and 6.0";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("pin-stable", "anon-exclusive-unique");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.insertBefore(
                        MigrateVmaCollectPmd.PROGRAM,
                        MigrateVmaCollectPmd.At.CLEAR_PTE,
                        At.TEST_PINNED_EARLY,
                        PinTestBeforeClear::testPinned),
                Edit.drop(MigrateVmaCollectPmd.PROGRAM, MigrateVmaCollectPmd.At.TEST_PINNED));
    }

    private enum At {
        TEST_PINNED_EARLY
    }

    private static Next<MigrateVmaCollectPmd.Locals> testPinned(
            Machine m, ThreadId self, MigrateVmaCollectPmd.Locals l) {
        Page page = m.page(l.entry().pfn());
        return page.exclusive() && !page.isDevicePrivate() && page.maybePinned()
                ? Next.go(m, MigrateVmaCollectPmd.At.UNLOCK_FOLIO, l)
                : Next.next(m, l);
    }
}
