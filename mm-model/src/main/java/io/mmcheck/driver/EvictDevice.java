package io.mmcheck.driver;

import static io.mmcheck.driver.EvictDevice.At.*;

import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.kernel.migratedevice.MigrateDeviceRange;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_device_evict_chunk(): bring every page of a device back to system memory, whoever maps it. Returns a
 * {@link DeviceResult} that counts the pages which came back.
 */
public final class EvictDevice {
    public enum At {
        COLLECT,
        COLLECTED,
        COPIED,
        MIGRATED,
        PUT_ANON_VMAS
    }

    /**
     * What it remembers.
     *
     * @param device the device
     * @param cpages how many pages have come back
     */
    public record Locals(int device, int cpages) {
        public static Locals of(int device) {
            return new Locals(device, 0);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dmirror_device_evict_chunk")
            .at(COLLECT, EvictDevice::collect)
            .atReturn(COLLECTED, EvictDevice::collected)
            .atReturn(COPIED, EvictDevice::copied)
            .atReturn(MIGRATED, EvictDevice::migrated)
            .at(PUT_ANON_VMAS, EvictDevice::putAnonVmas);

    private EvictDevice() {}

    static Next<Locals> collect(Machine m, ThreadId self, Locals l) {
        if (!Mirror.exists(m, l.device)) {
            return Next.done(m, DeviceResult.failed(Errno.ENOENT));
        }
        int from = m.config().frames();
        int end = from + m.config().deviceFrames();
        while (from < end && m.config().ownerOf(from) != l.device) {
            from++;
        }
        int to = from;
        while (to < end && m.config().ownerOf(to) == l.device) {
            to++;
        }
        return Next.call(m, MigrateDeviceRange.PROGRAM, MigrateDeviceRange.Locals.of(from, to), COLLECTED, l);
    }

    static Next<Locals> collected(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.call(m, FaultAllocAndCopy.PROGRAM, FaultAllocAndCopy.Locals.of(args), COPIED, l);
    }

    static Next<Locals> copied(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.call(m, MigrateDevicePages.PROGRAM, MigrateDevicePages.Locals.of(args), MIGRATED, l);
    }

    static Next<Locals> migrated(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.call(
                m,
                MigrateDeviceFinalize.PROGRAM,
                MigrateDeviceFinalize.Locals.of(args),
                PUT_ANON_VMAS,
                new Locals(l.device, args.migratingPages()));
    }

    static Next<Locals> putAnonVmas(Machine m, ThreadId self, Locals l) {
        return Next.done(AnonVmas.putAll(m, self), new DeviceResult(null, l.cpages, 0, Table.empty()));
    }
}
