package io.mmcheck.property;

import static io.mmcheck.property.Made.T0;
import static io.mmcheck.property.Made.mapped;
import static io.mmcheck.property.Made.migration;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.event.HoleFilled;
import org.junit.jupiter.api.Test;

class DeviceCoherentTest {
    private static final Pte ON_DEVICE = new Pte.DevicePrivate(6, true, false, false);
    private final Machine mirrored = maps(mapped(true, true), 0);

    private static Machine maps(Machine m, int pfn) {
        return m.withDevice(0, m.devices().get(0).with(0, new DevicePte(pfn, true)));
    }

    @Test
    void aDeviceMapsWhatTheProcessHas() {
        Made run = Made.from(mirrored).then(T0, m -> m.withPte(0, 0, Pte.NONE));
        assertThat(run.judgedBy(new DeviceCoherent())).isEqualTo("device 0 maps p0 0 to page 0, where the pte is none");
    }

    @Test
    void duringAnInvalidationItMayMapMore() {
        Made run = Made.from(mirrored)
                .then(T0, m -> m.withDevice(0, m.devices().get(0).invalidationStarts(0)))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE))
                .then(T0, m -> m.withDevice(0, m.devices().get(0).invalidationEnds(0)));
        assertThat(run.judgedBy(new DeviceCoherent())).startsWith("device 0 maps p0 0 to page 0");
        Made dropped = Made.from(mirrored)
                .then(T0, m -> m.withDevice(0, m.devices().get(0).invalidationStarts(0)))
                .then(T0, m -> m.withPte(0, 0, Pte.NONE))
                .then(T0, m -> m.withDevice(0, m.devices().get(0).with(0, DevicePte.NONE)))
                .then(T0, m -> m.withDevice(0, m.devices().get(0).invalidationEnds(0)));
        assertThat(dropped.judgedBy(new DeviceCoherent())).isEqualTo("held");
    }

    @Test
    void aMigrationEntryIsAWindowToo() {
        Made run = Made.from(mirrored)
                .then(T0, m -> m.withPte(0, 0, migration(0)))
                .then(T0, m -> maps(m, 6))
                .then(T0, m -> m.withPte(0, 0, ON_DEVICE));
        assertThat(run.judgedBy(new DeviceCoherent())).isEqualTo("held");
    }

    @Test
    void aFilledHoleIsAWindowUntilItIsFinalized() {
        Machine zero = maps(Made.machine(), Made.machine().zeroPage());
        MigrateVmaState end = new MigrateVmaState(MigrateVmaState.Phase.FINALIZE, MigrateVma.toDevice(0, 0, 1, 0));
        Made stale = Made.from(zero.withPte(0, 0, Made.present(zero.zeroPage(), false, false)))
                .then(T0, m -> m.withPte(0, 0, ON_DEVICE), new HoleFilled(0, 0, 6))
                .then(T0, m -> m, end);
        assertThat(stale.judgedBy(new DeviceCoherent())).startsWith("device 0 maps p0 0 to page 8");
        Made mapped = Made.from(zero.withPte(0, 0, Made.present(zero.zeroPage(), false, false)))
                .then(T0, m -> m.withPte(0, 0, ON_DEVICE), new HoleFilled(0, 0, 6))
                .then(T0, m -> maps(m, 6))
                .then(T0, m -> m, end);
        assertThat(mapped.judgedBy(new DeviceCoherent())).isEqualTo("held");
    }
}
