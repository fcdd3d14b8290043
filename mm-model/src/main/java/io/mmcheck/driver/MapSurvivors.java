package io.mmcheck.driver;

import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_migrate_finalize_and_map(): the device maps the pages that have migrated. mmap_lock keeps munmap out,
 * but not MADV_DONTNEED: if an invalidation came since the migration began, the pages may be gone already, and the device faults
 * later instead.
 */
public final class MapSurvivors {
    public enum At {
        RETRY_READERS,
        MAP_PAGES
    }

    /**
     * What it needs.
     *
     * @param args the request, after pages
     * @param device the device
     */
    public record Locals(MigrateVma args, int device) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named(
                    "dmirror_migrate_finalize_and_map")
            .at(At.RETRY_READERS, MapSurvivors::retryReaders)
            .at(At.MAP_PAGES, MapSurvivors::mapPages);

    private MapSurvivors() {}

    /**
     * Another access of this device may have read, after the copy, the zero page that a hole was filled with since. It was not
     * told, as the device ignores its own notification; so it must start again, or it would map the zero page over the new one.
     */
    static Next<Locals> retryReaders(Machine m, ThreadId self, Locals l) {
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        Device device = m.devices().get(l.device).overtakes(l.args.process(), self);
        return Next.<Locals>next(m.withDevice(l.device, device), l).saying(new Acquired(LockClass.DEVICE, l.device));
    }

    static Next<Locals> mapPages(Machine m, ThreadId self, Locals l) {
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        Device device = m.devices().get(l.device);
        Machine mapped = device.mustRetry(l.args.process(), self) ? forget(m, l) : map(m, l);
        return Next.<Locals>done(mapped).saying(new Acquired(LockClass.DEVICE, l.device));
    }

    /**
     * The device maps nothing where pages have migrated. The notification of its own migration was ignored, so it may still map
     * the zero page that a fault of its own has found where the migration then has filled a hole.
     */
    private static Machine forget(Machine m, Locals l) {
        MigrateVma args = l.args;
        Device device = m.devices().get(l.device);
        for (int i = 0; i < args.npages(); i++) {
            if (args.src(i).migrate()) {
                device = MmuNotifier.drop(m, device, args.process(), args.address(i), args.address(i) + 1);
            }
        }
        return m.withDevice(l.device, device);
    }

    /** The mapping alone, with no look at the sequence. */
    public static Machine map(Machine m, Locals l) {
        MigrateVma args = l.args;
        Device device = m.devices().get(l.device);
        for (int i = 0; i < args.npages(); i++) {
            if (args.src(i).migrate() && args.dst(i).valid()) {
                device = device.with(
                        m.config().row(args.process(), args.address(i)),
                        new DevicePte(args.dst(i).pfn(), args.dst(i).write()));
            }
        }
        return m.withDevice(l.device, device);
    }
}
