package io.mmcheck.history;

import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** A mutation: a device page whose insertion failed is freed with its charge. */
public final class InsertLeaksCharge implements HistoricPatch {
    @Override
    public String id() {
        return "insert-leaks-charge";
    }

    @Override
    public String title() {
        return "a device page that could not be inserted keeps its charge when it is freed";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "in no release";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("memcg-balances", "freed-clean");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                MigrateDeviceFinalize.PROGRAM, MigrateDeviceFinalize.At.PUT_DST, InsertLeaksCharge::putDst));
    }

    private static Next<MigrateDeviceFinalize.Locals> putDst(Machine m, ThreadId self, MigrateDeviceFinalize.Locals l) {
        int pfn = l.args().dst(l.i()).pfn();
        boolean leaks = m.page(pfn).isDevice() && m.page(pfn).charged();
        Next<MigrateDeviceFinalize.Locals> next = MigrateDeviceFinalize.PROGRAM
                .step(MigrateDeviceFinalize.At.PUT_DST)
                .take(m, self, l);
        return Steps.onMachine(next, to -> leaks && to.page(pfn).isFree() ? charged(to, pfn) : to);
    }

    private static Machine charged(Machine m, int pfn) {
        return m.withPage(pfn, m.page(pfn).withCharged(true)).withCharged(m.charged() + 1);
    }
}
