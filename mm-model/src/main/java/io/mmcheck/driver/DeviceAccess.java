package io.mmcheck.driver;

import static io.mmcheck.driver.DeviceAccess.At.*;

import io.mmcheck.kernel.hmm.HmmPfn;
import io.mmcheck.kernel.hmm.HmmRangeFault;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.machine.event.DeviceLoaded;
import io.mmcheck.machine.event.DeviceStored;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_read() and dmirror_write() with dmirror_fault(): the device goes through its own page table, and fills
 * it from the process where something is missing. Returns a {@link DeviceResult}.
 */
public final class DeviceAccess {
    public enum At {
        OPEN_DEVICE,
        ACCESS_PAGE,
        READ_BEGIN,
        LOCK_MMAP,
        RANGE_FAULTED,
        UNLOCK_MMAP,
        MAP_PAGES
    }

    /**
     * What it remembers.
     *
     * @param process the process
     * @param va the first page that is not accessed yet
     * @param to the one behind the last
     * @param device the device
     * @param value the value to store there, or 0 for a load
     * @param faults rounds of faults so far
     * @param values what was read or written so far
     * @param range what the walk found, until it is mapped
     */
    public record Locals(
            int process,
            int va,
            int to,
            int device,
            int value,
            int faults,
            Table<Integer> values,
            HmmRangeFault.Result range) {
        private static final HmmRangeFault.Result NOTHING = new HmmRangeFault.Result(null, Table.empty());

        public static Locals load(int process, int from, int count, int device) {
            return store(process, from, count, device, 0);
        }

        public static Locals store(int process, int from, int count, int device, int value) {
            return new Locals(process, from, from + count, device, value, 0, Table.empty(), NOTHING);
        }

        boolean isStore() {
            return value > 0;
        }

        Locals accessed(int content) {
            int next = isStore() ? value + 1 : 0;
            return new Locals(process, va + 1, to, device, next, faults, values.plus(content), NOTHING);
        }

        Locals with(HmmRangeFault.Result found) {
            return new Locals(process, va, to, device, value, faults, values, found);
        }

        Locals mapped() {
            return new Locals(process, va, to, device, value, faults + 1, values, NOTHING);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dmirror_access")
            .at(OPEN_DEVICE, DeviceAccess::openDevice)
            .at(ACCESS_PAGE, DeviceAccess::accessPage)
            .at(READ_BEGIN, DeviceAccess::readBegin)
            .at(LOCK_MMAP, DeviceAccess::lockMmap)
            .atReturn(RANGE_FAULTED, DeviceAccess::rangeFaulted)
            .at(UNLOCK_MMAP, DeviceAccess::unlockMmap)
            .at(MAP_PAGES, DeviceAccess::mapPages);

    private DeviceAccess() {}

    static Next<Locals> openDevice(Machine m, ThreadId self, Locals l) {
        return Mirror.open(m, l.process, l.device, l, x -> Next.done(x, DeviceResult.failed(Errno.ESRCH)));
    }

    /** dmirror_do_read() and dmirror_do_write(), under the mutex: what is mapped now cannot go before the access is done. */
    static Next<Locals> accessPage(Machine m, ThreadId self, Locals l) {
        if (l.va >= l.to) {
            return Next.done(m, new DeviceResult(null, l.values.size(), l.faults, l.values));
        }
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        DevicePte entry = l.va < m.config().addresses() ? Mirror.entry(m, l.device, l.process, l.va) : DevicePte.NONE;
        if (entry.isNone() || l.isStore() && !entry.writable()) {
            return Next.next(m, l);
        }
        if (!l.isStore()) {
            int content = m.page(entry.pfn()).data();
            return Next.<Locals>go(m, ACCESS_PAGE, l.accessed(content))
                    .saying(new DeviceLoaded(l.device, l.process, l.va, content));
        }
        return Next.go(write(m, entry.pfn(), l.value), ACCESS_PAGE, l.accessed(l.value))
                .saying(new DeviceStored(l.device, l.process, l.va, l.value));
    }

    /** No pte knows of what a device writes, so the driver marks the page dirty itself (set_page_dirty()). */
    private static Machine write(Machine m, int pfn, int value) {
        Page page = m.page(pfn);
        return m.withPage(pfn, page.withData(value).withDirty(true));
    }

    static Next<Locals> readBegin(Machine m, ThreadId self, Locals l) {
        return Mirror.readBegin(m, self, l.process, l.device, l);
    }

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(Mirror.readEnd(m, self, l.process, l.device), DeviceResult.failed(Errno.ESRCH));
        }
        if (!MmapLock.canRead(m, l.process)) {
            return Next.blocked(MmapLock.waitFor(l.process));
        }
        return Next.<Locals, HmmRangeFault.Locals>call(
                        MmapLock.read(m, self, l.process),
                        HmmRangeFault.PROGRAM,
                        HmmRangeFault.Locals.of(l.process, l.va, l.to, l.device, true, l.isStore()),
                        RANGE_FAULTED,
                        l)
                .saying(MmapLock.acquired(l.process));
    }

    static Next<Locals> rangeFaulted(Machine m, ThreadId self, Locals l, HmmRangeFault.Result found) {
        return Next.next(m, l.with(found));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        Machine unlocked = MmapLock.unlock(m, self, l.process);
        Errno error = l.range.error();
        if (error == Errno.EBUSY) {
            return Next.go(unlocked, READ_BEGIN, l.with(Locals.NOTHING));
        }
        if (error != null) {
            return Next.done(Mirror.readEnd(unlocked, self, l.process, l.device), DeviceResult.failed(error));
        }
        return Next.next(unlocked, l);
    }

    /** dmirror_do_fault(): only if no invalidation has come since the walk began. */
    static Next<Locals> mapPages(Machine m, ThreadId self, Locals l) {
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        Device device = m.devices().get(l.device);
        if (device.mustRetry(l.process, self)) {
            return Next.go(m, READ_BEGIN, l.with(Locals.NOTHING));
        }
        device = device.readEnds(l.process, self);
        for (int i = 0; i < l.range.pfns().size(); i++) {
            HmmPfn found = l.range.pfns().get(i);
            if (l.isStore() && !found.write()) {
                return Next.done(m.withDevice(l.device, device), DeviceResult.failed(Errno.EFAULT));
            }
            int row = m.config().row(l.process, l.va + i);
            device = device.with(row, new DevicePte(found.pfn(), found.write()));
        }
        return Next.<Locals>go(m.withDevice(l.device, device), ACCESS_PAGE, l.mapped())
                .saying(new Acquired(LockClass.DEVICE, l.device));
    }
}
