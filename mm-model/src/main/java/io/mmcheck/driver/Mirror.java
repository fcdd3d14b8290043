package io.mmcheck.driver;

import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import java.util.function.Function;

/** What the driver knows of a process: its notifier, and the device's page table for it. */
public final class Mirror {
    private Mirror() {}

    /** Whether there is such a device. */
    public static boolean exists(Machine m, int device) {
        return device >= 0 && device < m.devices().size();
    }

    /**
     * The first command of a process to a device opens it: mmu_interval_notifier_insert() needs mmap_lock for writing, for a
     * moment, and with mm_take_all_locks() every anon_vma lock of the process: so whoever tells the notifiers of a start, under
     * one of these locks, tells the same ones of the end.
     *
     * @param failed what is done when there is no such process or device
     */
    static <L> Next<L> open(Machine m, int process, int device, L locals, Function<Machine, Next<L>> failed) {
        if (!MmapLock.isLive(m, process) || !exists(m, device)) {
            return failed.apply(m);
        }
        int mirrors = m.mm(process).mirrors();
        if ((mirrors & 1 << device) != 0) {
            return Next.next(m, locals);
        }
        if (!MmapLock.canWrite(m, process)) {
            return Next.blocked(MmapLock.waitFor(process));
        }
        for (Vma vma : m.mm(process).vmas()) {
            if (vma.anonVma() >= 0 && !AnonVmas.lock(m, vma.anonVma()).canWrite()) {
                return Next.blocked("the lock of anon_vma " + vma.anonVma());
            }
        }
        return Next.next(m.withMm(process, m.mm(process).withMirrors(mirrors | 1 << device)), locals);
    }

    /** mmu_interval_read_begin(): waits for invalidations to end. */
    static <L> Next<L> readBegin(Machine m, ThreadId self, int process, int device, L locals) {
        Device d = m.devices().get(device);
        return d.isInvalidating(process)
                ? Next.blocked("an invalidation of p" + process)
                : Next.next(m.withDevice(device, d.readBegins(process, self)), locals);
    }

    static Machine readEnd(Machine m, ThreadId self, int process, int device) {
        return m.withDevice(device, m.devices().get(device).readEnds(process, self));
    }

    /** Whether somebody else holds the driver's mutex. */
    static boolean isBusy(Machine m, int device) {
        return m.devices().get(device).mutex() >= 0;
    }

    static String waitFor(int device) {
        return "the mutex of device " + device;
    }

    static DevicePte entry(Machine m, int device, int process, int va) {
        return m.devices().get(device).table().get(m.config().row(process, va));
    }

    static Machine withEntry(Machine m, int device, int process, int va, DevicePte entry) {
        return m.withDevice(device, m.devices().get(device).with(m.config().row(process, va), entry));
    }
}
