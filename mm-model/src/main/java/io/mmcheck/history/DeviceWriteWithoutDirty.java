package io.mmcheck.history;

import io.mmcheck.driver.DeviceAccess;
import io.mmcheck.driver.ExclusiveAccess;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** lib/test_hmm.c writes to pages without marking them dirty: a page that is clean in the swap cache, or lazyfree, is dropped with the store. */
public final class DeviceWriteWithoutDirty implements HistoricPatch {
    @Override
    public String id() {
        return "device-write-without-dirty";
    }

    @Override
    public String title() {
        return "the driver does not mark dirty what it writes";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "test_hmm up to 6.12";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-lost-write", "clean-swap-cache");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(DeviceAccess.PROGRAM, DeviceAccess.At.ACCESS_PAGE, DeviceWriteWithoutDirty::accessPage),
                Edit.replace(
                        ExclusiveAccess.PROGRAM,
                        ExclusiveAccess.At.ACCESS_PAGES,
                        DeviceWriteWithoutDirty::accessPages));
    }

    private static Next<ExclusiveAccess.Locals> accessPages(Machine m, ThreadId self, ExclusiveAccess.Locals l) {
        Next<ExclusiveAccess.Locals> next =
                ExclusiveAccess.PROGRAM.step(ExclusiveAccess.At.ACCESS_PAGES).take(m, self, l);
        return Steps.onMachine(next, to -> dirtyAsBefore(to, m));
    }

    private static Next<DeviceAccess.Locals> accessPage(Machine m, ThreadId self, DeviceAccess.Locals l) {
        Next<DeviceAccess.Locals> next =
                DeviceAccess.PROGRAM.step(DeviceAccess.At.ACCESS_PAGE).take(m, self, l);
        return Steps.onMachine(next, to -> dirtyAsBefore(to, m));
    }

    private static Machine dirtyAsBefore(Machine to, Machine before) {
        Machine m = to;
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            if (!to.page(pfn).equals(before.page(pfn))) {
                m = m.withPage(pfn, to.page(pfn).withDirty(before.page(pfn).dirty()));
            }
        }
        return m;
    }
}
