package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.Runs;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.event.WaitsForMigration;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.PinFast;
import io.mmcheck.operation.Store;
import io.mmcheck.program.World;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A CPU touches a page that is in device memory, or on its way. */
class DeviceFaultTest {
    private final Machine onDevice =
            after(Machine.empty(Config.SEARCH), new Store(0, 0, 1), new MigrateToDevice(0, 0, 1, 0));
    private final int devicePage = Config.SEARCH.frames();

    @Test
    void aLoadBringsThePageBack() {
        assertThat(onDevice.pte(0, 0)).isEqualTo(new Pte.DevicePrivate(devicePage, true, true, false));
        Machine m = after(onDevice, new Load(0, 0));
        Pte.Present pte = (Pte.Present) m.pte(0, 0);
        assertThat(result(onDevice, new Load(0, 0))).isEqualTo(1);
        assertThat(pte.writable()).isTrue();
        assertThat(m.page(pte.pfn()).refs()).isEqualTo(2); // pte, batch
        assertThat(m.page(pte.pfn()).exclusive()).isTrue();
        assertThat(m.page(devicePage)).isEqualTo(Page.free(PageKind.DEVICE_PRIVATE));
        assertThat(m.mm(0).rss()).isEqualTo(1);
        assertThat(m.charged()).isEqualTo(1);
    }

    @Test
    void aLoadInTheChildBringsItBackForBoth() {
        Machine m = after(onDevice, new Fork(0, 1), new Load(1, 0));
        int pfn = ((Pte.Present) m.pte(1, 0)).pfn();
        assertThat(m.pte(0, 0).maps(pfn)).isTrue();
        assertThat(((Pte.Present) m.pte(0, 0)).writable()).isFalse();
        assertThat(m.page(pfn).mapcount()).isEqualTo(2);
        assertThat(m.page(pfn).exclusive()).isFalse();
    }

    @Test
    void aStoreInTheChildBringsItBackAndCopies() {
        Machine m = after(onDevice, new Fork(0, 1), new Store(1, 0, 2));
        assertThat(result(m, new Load(0, 0))).isEqualTo(1);
        assertThat(result(m, new Load(1, 0))).isEqualTo(2);
        assertThat(m.pte(0, 0).maps(((Pte.Present) m.pte(1, 0)).pfn())).isFalse();
    }

    @Test
    void aPinBringsItBackFirst() {
        Machine m = after(onDevice, new PinFast(0, 0, 0));
        assertThat(m.page(m.holds().get(0).pfn()).kind()).isEqualTo(PageKind.SYSTEM);
        assertThat(m.page(m.holds().get(0).pfn()).data()).isEqualTo(1);
        assertThat(m.page(devicePage).isFree()).isTrue();
    }

    @Test
    void theSecondOfTwoFaultsSleepsWithoutAReference() {
        World<Machine> w = Runs.race(onDevice, new Load(0, 0), new Load(0, 0));
        w = Runs.until(w, 0, DevicePrivateFault.At.CALL_DRIVER);
        w = Runs.until(w, 1, DevicePrivateFault.At.SLEEP);
        assertThat(w.step(1)).isEmpty();
        assertThat(w.machine().page(devicePage).refs()).isEqualTo(2); // pte, first fault
        w = Runs.finish(Runs.finish(w, 0), 1);
        assertThat(Objects.requireNonNull(w.moved()).result()).isEqualTo(1);
        assertThat(w.machine().charged()).isEqualTo(1);
    }

    @Test
    void whoMeetsAMigrationEntrySleepsUntilThePageIsUnlocked() {
        Machine m = after(Machine.empty(Config.SEARCH), new Store(0, 0, 1));
        World<Machine> w = Runs.race(m, new MigrateToDevice(0, 0, 1, 0), new Load(0, 0));
        while (!(w.machine().pte(0, 0) instanceof Pte.Migration) || w.machine().ptl(0, 0) >= 0) {
            w = Runs.step(w, 0);
        }
        int refs = w.machine().page(0).refs();
        w = Runs.until(w, 1, MigrationEntryWait.At.QUEUE_WAITER);
        w = Runs.step(w, 1);
        assertThat(Objects.requireNonNull(w.moved()).events()).contains(new WaitsForMigration(0, 0, 0));
        w = Runs.step(w, 1);
        assertThat(w.step(1)).isEmpty();
        assertThat(w.machine().page(0).refs()).isEqualTo(refs);
        w = Runs.finish(Runs.finish(w, 0), 1);
        assertThat(Objects.requireNonNull(w.moved()).result()).isEqualTo(1);
    }
}
