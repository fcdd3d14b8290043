package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.Runs;
import io.mmcheck.kernel.memory.DevicePrivateFault;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.event.MigrationFails;
import io.mmcheck.operation.DrainLru;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.Reclaim;
import io.mmcheck.operation.Store;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What faults did in the past, each by the schedule that shows it. */
class FaultHistoryTest {
    private final Machine mapped = Runs.after(Machine.empty(Config.SEARCH), new Store(0, 0, 1), new DrainLru());
    private final Machine onDevice = Runs.after(mapped, new MigrateToDevice(0, 0, 1, 0));
    private final int devicePage = Config.SEARCH.frames();

    private static World<Machine> race(
            HistoricPatch patch, Machine m, Operation<Machine> one, Operation<Machine> other) {
        return World.of(Kernel.TODAY.with(patch), m, List.of(List.of(one), List.of(other)));
    }

    @Test
    void aWaiterWithAReferenceMakesTheMigrationFail() {
        World<Machine> w = race(new WaiterTakesReference(), mapped, new MigrateToDevice(0, 0, 1, 0), new Load(0, 0));
        while (!(w.machine().pte(0, 0) instanceof Pte.Migration) || w.machine().ptl(0, 0) >= 0) {
            w = Runs.step(w, 0);
        }
        w = Runs.until(w, 1, WaiterTakesReference.At.PUT_AND_QUEUE);
        assertThat(w.machine().page(0).heldBy(io.mmcheck.machine.ThreadId.of(1)))
                .isEqualTo(1);
        boolean failed = false;
        while (w.frame(0) != null) {
            w = Runs.step(w, 0);
            failed |= Objects.requireNonNull(w.moved()).events().stream().anyMatch(e -> e instanceof MigrationFails);
        }
        assertThat(failed).isTrue();
        w = Runs.finish(w, 1);
        assertThat(Objects.requireNonNull(w.moved()).result()).isEqualTo(1);
        assertThat(w.machine().page(0).held()).isZero();
    }

    @Test
    void withoutAReferenceTheDriverIsCalledForAFreePage() {
        World<Machine> w = race(new DeviceFaultWithoutReference(), onDevice, new Load(0, 0), new Load(0, 0));
        w = Runs.until(w, 0, DevicePrivateFault.At.LOCK_PTL);
        w = Runs.finish(w, 1);
        assertThat(w.machine().page(devicePage).isFree()).isTrue();
        while (w.oops() == null) {
            w = Runs.step(w, 0);
        }
        assertThat(w.oops().what()).isEqualTo("use after free");
    }

    @Test
    void withoutAReferenceAloneEverythingWorks() {
        for (HistoricPatch patch : List.of(new DeviceFaultWithoutReference(), new DeviceFaultLivelock())) {
            World<Machine> w = World.of(Kernel.TODAY.with(patch), onDevice, List.of(List.of(new Load(0, 0))));
            w = Runs.finish(w, 0);
            assertThat(Objects.requireNonNull(w.moved()).result()).isEqualTo(1);
            assertThat(w.machine().page(devicePage).isFree()).isTrue();
            assertThat(w.machine().hash64())
                    .isEqualTo(Runs.after(onDevice, new Load(0, 0)).hash64());
        }
    }

    @Test
    void twoFaultsThatSeeEachOthersReferencesBothFail() {
        World<Machine> w = race(new DeviceFaultLivelock(), onDevice, new Load(0, 0), new Load(0, 0));
        w = Runs.until(w, 0, DevicePrivateFault.At.CALL_DRIVER);
        w = Runs.until(w, 1, DevicePrivateFault.At.CALL_DRIVER);
        assertThat(w.machine().page(devicePage).refs()).isEqualTo(3);
        w = Runs.until(w, 0, DevicePrivateFault.At.PUT_FOLIO);
        assertThat(w.machine().pte(0, 0).maps(devicePage)).isTrue();
        assertThat(w.machine().page(devicePage).isLocked()).isFalse();
    }

    @Test
    void aFaultPageThatIsNotCountedNeverComesBack() {
        World<Machine> w =
                World.of(Kernel.TODAY.with(new FaultPageNotCounted()), onDevice, List.of(List.of(new Load(0, 0))));
        Set<World<Machine>> seen = new HashSet<>();
        while (seen.add(w)) {
            w = Runs.step(w, 0);
        }
        assertThat(w.finished()).isFalse();
    }

    @Test
    void aSwappedPageThatWasReadTakesAWriteProtectFaultAndEndsTheSame() {
        Machine swapped = Runs.after(mapped, new Reclaim(0, 0));
        Kernel kernel = Kernel.TODAY.with(new SwapinMapsReadOnly());
        World<Machine> w = World.of(kernel, swapped, List.of(List.of(new Load(0, 0), new Store(0, 0, 2))));
        while (w.begun(0) == 1 || w.between(0)) {
            w = Runs.step(w, 0);
            if (w.between(0) && w.frame(0) != null) {
                Pte.Present read = (Pte.Present) w.machine().pte(0, 0);
                assertThat(read.writable()).isFalse();
                assertThat(w.machine().page(read.pfn()).exclusive()).isTrue();
            }
        }
        w = Runs.finish(w, 0);
        assertThat(w.machine().hash64())
                .isEqualTo(
                        Runs.after(swapped, new Load(0, 0), new Store(0, 0, 2)).hash64());
    }
}
