package io.mmcheck.history;

import io.mmcheck.kernel.memory.DevicePrivateFault;
import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** A freed device page keeps its mapping, and the next page that is inserted with it looks mapped there already: rmap walks miss it. */
public final class DevicePageMappingKept implements HistoricPatch {
    @Override
    public String id() {
        return "device-page-mapping-kept";
    }

    @Override
    public String title() {
        return "a device page that is freed keeps its mapping";
    }

    @Override
    public String source() {
        return "mm/hmm: fix ZONE_DEVICE anon page mapping reuse";
    }

    @Override
    public String releases() {
        return "before 5.3";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("no-migration-entry-left", "migration-entry-locked", "no-oops");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(
                        MigrateDeviceFinalize.PROGRAM, MigrateDeviceFinalize.At.PUT_SRC, DevicePageMappingKept::putSrc),
                Edit.replace(
                        DevicePrivateFault.PROGRAM, DevicePrivateFault.At.PUT_FOLIO, DevicePageMappingKept::putFolio),
                Edit.replace(
                        MigrateVmaInsertPage.PROGRAM,
                        MigrateVmaInsertPage.At.ADD_RMAP,
                        DevicePageMappingKept::addRmap));
    }

    private static Next<MigrateDeviceFinalize.Locals> putSrc(Machine m, ThreadId self, MigrateDeviceFinalize.Locals l) {
        return kept(
                MigrateDeviceFinalize.PROGRAM
                        .step(MigrateDeviceFinalize.At.PUT_SRC)
                        .take(m, self, l),
                m,
                l.src());
    }

    private static Next<DevicePrivateFault.Locals> putFolio(Machine m, ThreadId self, DevicePrivateFault.Locals l) {
        return kept(
                DevicePrivateFault.PROGRAM.step(DevicePrivateFault.At.PUT_FOLIO).take(m, self, l),
                m,
                l.seen().pfn());
    }

    private static <L> Next<L> kept(Next<L> next, Machine before, int pfn) {
        return Steps.onMachine(
                next, to -> to.page(pfn).isDevice() && to.page(pfn).isFree() ? withMappingOf(to, before, pfn) : to);
    }

    /** __page_set_anon_rmap() of a page that is anonymous already. */
    private static Next<MigrateVmaInsertPage.Locals> addRmap(Machine m, ThreadId self, MigrateVmaInsertPage.Locals l) {
        Next<MigrateVmaInsertPage.Locals> next = MigrateVmaInsertPage.PROGRAM
                .step(MigrateVmaInsertPage.At.ADD_RMAP)
                .take(m, self, l);
        return Steps.onMachine(next, to -> m.page(l.pfn()).isAnon() ? withMappingOf(to, m, l.pfn()) : to);
    }

    private static Machine withMappingOf(Machine to, Machine from, int pfn) {
        Page old = from.page(pfn);
        return to.withPage(pfn, to.page(pfn).withMapping(old.anonVma(), old.index()));
    }
}
