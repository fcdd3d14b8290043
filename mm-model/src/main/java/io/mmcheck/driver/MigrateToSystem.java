package io.mmcheck.driver;

import static io.mmcheck.driver.MigrateToSystem.At.*;

import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaSetup;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_migrate_to_system(): bring the device's pages of a range back, VMA by VMA. Returns a
 * {@link DeviceResult} that counts the pages which came back.
 */
public final class MigrateToSystem {
    public enum At {
        OPEN_DEVICE,
        LOCK_MMAP,
        FIND_VMA,
        COLLECTED,
        COPIED,
        MIGRATED,
        FINALIZED,
        UNLOCK_MMAP
    }

    /**
     * What it remembers.
     *
     * @param process the process
     * @param to the page behind the last
     * @param device the device
     * @param va the first page that is not migrated yet
     * @param next the one behind the last that is being migrated
     * @param cpages how many pages have come back
     * @param failed whether the range cannot be migrated (EINVAL)
     */
    public record Locals(int process, int to, int device, int va, int next, int cpages, boolean failed) {
        public static Locals of(int process, int from, int count, int device) {
            return new Locals(process, from + count, device, from, from, 0, false);
        }

        Locals fail() {
            return new Locals(process, to, device, va, next, cpages, true);
        }

        Locals counting(int more) {
            return new Locals(process, to, device, va, next, cpages + more, failed);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dmirror_migrate_to_system")
            .at(OPEN_DEVICE, MigrateToSystem::openDevice)
            .at(LOCK_MMAP, MigrateToSystem::lockMmap)
            .at(FIND_VMA, MigrateToSystem::findVma)
            .atReturn(COLLECTED, MigrateToSystem::collected)
            .atReturn(COPIED, MigrateToSystem::copied)
            .atReturn(MIGRATED, MigrateToSystem::migrated)
            .at(FINALIZED, MigrateToSystem::finalized)
            .at(UNLOCK_MMAP, MigrateToSystem::unlockMmap);

    private MigrateToSystem() {}

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
        int next = Math.min(l.to, vma.end());
        MigrateVma args = m.config().isCoherent(l.device)
                ? MigrateVma.coherentToSystem(l.process, l.va, next, l.device)
                : MigrateVma.toSystem(l.process, l.va, next, l.device, -1);
        return Next.call(
                m,
                MigrateVmaSetup.PROGRAM,
                new MigrateVmaSetup.Locals(args),
                COLLECTED,
                new Locals(l.process, l.to, l.device, l.va, next, l.cpages, false));
    }

    static Next<Locals> collected(Machine m, ThreadId self, Locals l, MigrateVmaSetup.Result setup) {
        return setup.error() != null
                ? Next.go(m, UNLOCK_MMAP, l.fail())
                : Next.call(m, FaultAllocAndCopy.PROGRAM, FaultAllocAndCopy.Locals.of(setup.args()), COPIED, l);
    }

    static Next<Locals> copied(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.call(m, MigrateDevicePages.PROGRAM, MigrateDevicePages.Locals.of(args), MIGRATED, l);
    }

    static Next<Locals> migrated(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.call(
                m,
                MigrateDeviceFinalize.PROGRAM,
                MigrateDeviceFinalize.Locals.of(args),
                FINALIZED,
                l.counting(args.migratingPages()));
    }

    static Next<Locals> finalized(Machine m, ThreadId self, Locals l) {
        return Next.go(m, FIND_VMA, new Locals(l.process, l.to, l.device, l.next, l.next, l.cpages, false));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        return Next.done(
                MmapLock.unlock(m, self, l.process),
                l.failed ? DeviceResult.failed(Errno.EINVAL) : new DeviceResult(null, l.cpages, 0, Table.empty()));
    }
}
