package io.mmcheck.driver;

import static io.mmcheck.driver.MigrateToDevice.At.*;

import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaSetup;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.DeviceLoaded;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_migrate_to_device(): migrate a range VMA by VMA, then read it through the device's page table. Returns a
 * {@link DeviceResult}: ENOENT if some page did not end up on the device, although others did.
 */
public final class MigrateToDevice {
    public enum At {
        OPEN_DEVICE,
        LOCK_MMAP,
        FIND_VMA,
        READ_BEGIN,
        COLLECTED,
        COPIED,
        MIGRATED,
        MAPPED,
        FINALIZED,
        UNLOCK_MMAP,
        READ_BACK
    }

    /**
     * What it remembers.
     *
     * @param process the process
     * @param from the first page
     * @param to the one behind the last
     * @param device the device
     * @param va the first page that is not migrated yet
     * @param next the one behind the last that is being migrated
     * @param args the request, between the calls
     * @param failed whether the range cannot be migrated (EINVAL)
     */
    public record Locals(int process, int from, int to, int device, int va, int next, MigrateVma args, boolean failed) {
        public static Locals of(int process, int from, int count, int device) {
            return new Locals(process, from, from + count, device, from, from, MigrateVma.NOTHING, false);
        }

        Locals with(MigrateVma now) {
            return new Locals(process, from, to, device, va, next, now, failed);
        }

        Locals until(int end) {
            return new Locals(process, from, to, device, va, end, MigrateVma.NOTHING, failed);
        }

        Locals fail() {
            return new Locals(process, from, to, device, va, next, MigrateVma.NOTHING, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dmirror_migrate_to_device")
            .at(OPEN_DEVICE, MigrateToDevice::openDevice)
            .at(LOCK_MMAP, MigrateToDevice::lockMmap)
            .at(FIND_VMA, MigrateToDevice::findVma)
            .at(READ_BEGIN, MigrateToDevice::readBegin)
            .atReturn(COLLECTED, MigrateToDevice::collected)
            .atReturn(COPIED, MigrateToDevice::copied)
            .atReturn(MIGRATED, MigrateToDevice::migrated)
            .at(MAPPED, MigrateToDevice::mapped)
            .at(FINALIZED, MigrateToDevice::finalized)
            .at(UNLOCK_MMAP, MigrateToDevice::unlockMmap)
            .at(READ_BACK, MigrateToDevice::readBack);

    private MigrateToDevice() {}

    static Next<Locals> openDevice(Machine m, ThreadId self, Locals l) {
        return Mirror.open(m, l.process, l.device, l, x -> Next.done(x, DeviceResult.failed(Errno.ESRCH)));
    }

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, DeviceResult.failed(Errno.ESRCH));
        }
        if (!MmapLock.canRead(m, l.process)) {
            return Next.blocked(MmapLock.waitFor(l.process));
        }
        return Next.<Locals>next(MmapLock.read(m, self, l.process), l).saying(MmapLock.acquired(l.process));
    }

    static Next<Locals> findVma(Machine m, ThreadId self, Locals l) {
        if (l.va >= l.to) {
            return Next.go(m, UNLOCK_MMAP, l);
        }
        Vma vma = m.mm(l.process).vma(l.va);
        if (vma == null || !vma.readable()) {
            return Next.go(m, UNLOCK_MMAP, l.fail());
        }
        return Next.next(m, l.until(Math.min(l.to, vma.end())));
    }

    /** From here on an invalidation is noticed before the device maps what has migrated. */
    static Next<Locals> readBegin(Machine m, ThreadId self, Locals l) {
        MigrateVma args = MigrateVma.toDevice(l.process, l.va, l.next, l.device);
        Next<Locals> begun = Mirror.readBegin(m, self, l.process, l.device, l);
        return begun instanceof Next.Go<Locals> go
                ? Next.call(go.machine(), MigrateVmaSetup.PROGRAM, new MigrateVmaSetup.Locals(args), COLLECTED, l)
                : begun;
    }

    static Next<Locals> collected(Machine m, ThreadId self, Locals l, MigrateVmaSetup.Result setup) {
        if (setup.error() != null) {
            return Next.go(Mirror.readEnd(m, self, l.process, l.device), UNLOCK_MMAP, l.fail());
        }
        return Next.call(m, AllocAndCopy.PROGRAM, AllocAndCopy.Locals.of(setup.args(), l.device), COPIED, l);
    }

    static Next<Locals> copied(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.call(m, MigrateDevicePages.PROGRAM, MigrateDevicePages.Locals.of(args), MIGRATED, l);
    }

    static Next<Locals> migrated(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.call(m, MapSurvivors.PROGRAM, new MapSurvivors.Locals(args, l.device), MAPPED, l.with(args));
    }

    static Next<Locals> mapped(Machine m, ThreadId self, Locals l) {
        return Next.call(
                Mirror.readEnd(m, self, l.process, l.device),
                MigrateDeviceFinalize.PROGRAM,
                MigrateDeviceFinalize.Locals.of(l.args),
                FINALIZED,
                l.with(MigrateVma.NOTHING));
    }

    static Next<Locals> finalized(Machine m, ThreadId self, Locals l) {
        return Next.go(m, FIND_VMA, new Locals(l.process, l.from, l.to, l.device, l.next, l.next, l.args, l.failed));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        Machine unlocked = MmapLock.unlock(m, self, l.process);
        return l.failed ? Next.done(unlocked, DeviceResult.failed(Errno.EINVAL)) : Next.next(unlocked, l);
    }

    /** dmirror_do_read(), for verification: what the device does not map is an error. */
    static Next<Locals> readBack(Machine m, ThreadId self, Locals l) {
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        Table<Integer> values = Table.empty();
        for (int va = l.from; va < l.to; va++) {
            DevicePte entry = Mirror.entry(m, l.device, l.process, va);
            if (entry.isNone()) {
                return Next.done(m, DeviceResult.failed(Errno.ENOENT));
            }
            values = values.plus(m.page(entry.pfn()).data());
        }
        Next<Locals> done = Next.done(m, new DeviceResult(null, values.size(), 0, values));
        for (int i = 0; i < values.size(); i++) {
            done = done.saying(new DeviceLoaded(l.device, l.process, l.from + i, values.get(i)));
        }
        return done;
    }
}
