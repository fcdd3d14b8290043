package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.Runs.after;
import static io.mmcheck.kernel.Runs.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pte;
import io.mmcheck.operation.AdvisePageout;
import io.mmcheck.operation.DeviceSnapshot;
import io.mmcheck.operation.DeviceStore;
import io.mmcheck.operation.EvictDevice;
import io.mmcheck.operation.Fork;
import io.mmcheck.operation.Load;
import io.mmcheck.operation.MigrateToDevice;
import io.mmcheck.operation.MigrateToSystem;
import io.mmcheck.operation.Store;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Device memory that the CPU reaches like its own. Device 0 of the pair is private, device 1 coherent. */
class DeviceCoherentMigrationTest {
    private static final Config CONFIG = new Config(2, 4, 4, 8, 4, 2, 1, 2, 2, true).withCoherent(2);
    private static final int COHERENT = CONFIG.frames() + 2;

    private final Machine there = after(Machine.empty(CONFIG), new Store(0, 0, 7), new MigrateToDevice(0, 0, 1, 1));

    @Test
    void isMappedByAPresentPte() {
        assertThat(there.page(COHERENT).kind()).isEqualTo(PageKind.DEVICE_COHERENT);
        assertThat(there.pte(0, 0)).isInstanceOfSatisfying(Pte.Present.class, pte -> {
            assertThat(pte.pfn()).isEqualTo(COHERENT);
            assertThat(pte.writable()).isTrue();
        });
        assertThat(result(there, new Load(0, 0))).isEqualTo(7);
    }

    @Test
    void aStoreOfTheCpuLeavesItWhereItIs() {
        Machine m = after(there, new Store(0, 0, 8));
        assertThat(m.pte(0, 0).maps(COHERENT)).isTrue();
        assertThat(m.page(COHERENT).data()).isEqualTo(8);
    }

    @Test
    void itComesBackOnlyForItsOwner() {
        assertThat(after(there, new MigrateToSystem(0, 0, 1, 0)).pte(0, 0).maps(COHERENT))
                .isTrue();
        Machine m = after(there, new MigrateToSystem(0, 0, 1, 1));
        assertThat(m.pte(0, 0).maps(COHERENT)).isFalse();
        assertThat(m.page(COHERENT).isFree()).isTrue();
        assertThat(result(m, new Load(0, 0))).isEqualTo(7);
    }

    @Test
    void anotherDeviceDoesNotGetItAsSystemMemory() {
        assertThat(Objects.requireNonNull(result(there, new MigrateToDevice(0, 0, 1, 0))))
                .hasToString("ENOENT");
    }

    @Test
    void eachDeviceSeesWhoseItIs() {
        assertThat(Objects.requireNonNull(result(there, new DeviceSnapshot(0, 0, 1, 1))))
                .hasToString("0 cpages 1 faults 0 data " + 0x42);
        assertThat(Objects.requireNonNull(result(there, new DeviceSnapshot(0, 0, 1, 0))))
                .hasToString("0 cpages 1 faults 0 data " + 0x52);
    }

    @Test
    void aHoleIsFilledWithAWritablePte() {
        Machine m = after(Machine.empty(CONFIG), new MigrateToDevice(0, 0, 1, 1));
        assertThat(m.pte(0, 0)).isEqualTo(new Pte.Present(COHERENT, true, true, true, true, false, false));
    }

    @Test
    void evictionAndPageoutAndFork() {
        Machine m = after(there, new AdvisePageout(0, 0, 1));
        assertThat(m.pte(0, 0).maps(COHERENT)).isTrue();
        Machine shared = after(m, new Fork(0, 1), new Store(1, 0, 9));
        assertThat(shared.pte(0, 0).maps(COHERENT)).isTrue();
        assertThat(shared.pte(1, 0).maps(COHERENT)).isFalse();
        Machine evicted = after(shared, new EvictDevice(1));
        assertThat(evicted.page(COHERENT).isFree()).isTrue();
        assertThat(result(evicted, new Load(0, 0))).isEqualTo(7);
    }

    @Test
    void theOtherDeviceMayWriteToIt() {
        Machine m = after(there, new DeviceStore(0, 0, 1, 0, 5));
        assertThat(m.pte(0, 0).maps(COHERENT)).isTrue();
        assertThat(result(m, new Load(0, 0))).isEqualTo(5);
    }
}
