package io.mmcheck.kernel.mmunotifier;

import io.mmcheck.machine.Device;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;

/**
 * mmu_notifier_invalidate_range_start() and _end() with the interval notifier of a driver like test_hmm on the other side.
 * Whoever starts an invalidation first asks who {@link #listeners listens}, waits while {@link #isBusy one of them is busy},
 * and gives the same listeners to {@link #end}: a device that comes to mirror the process in between is no part of it.
 */
public final class MmuNotifier {
    /** The owner of an invalidation that no device may ignore: every event but MIGRATE and EXCLUSIVE. */
    public static final int NO_OWNER = -1;

    private MmuNotifier() {}

    /**
     * The devices that have to hear of an invalidation, as a mask.
     *
     * @param owner the device that migrates (MMU_NOTIFY_MIGRATE with its pgmap_owner): it ignores its own doing
     */
    public static int listeners(Machine m, int process, int owner) {
        int mirrors = m.mm(process).mirrors();
        return owner < 0 ? mirrors : mirrors & ~(1 << owner);
    }

    /** Whether one of the devices holds its mutex: the callback of the driver sleeps for it. */
    public static boolean isBusy(Machine m, int listeners) {
        for (int d = 0; d < m.devices().size(); d++) {
            if ((listeners & 1 << d) != 0 && m.devices().get(d).mutex() >= 0) {
                return true;
            }
        }
        return false;
    }

    /** What a thread waits on while {@link #isBusy}. */
    public static String waitFor(int listeners) {
        return "the mutex of a device in " + Integer.toBinaryString(listeners);
    }

    /**
     * The callback of each listener: whoever reads page tables for the device starts again, and the device maps nothing of
     * pages [from, to) any more.
     */
    public static Machine start(Machine m, int listeners, int process, int from, int to) {
        Machine told = m;
        for (int d = 0; d < m.devices().size(); d++) {
            if ((listeners & 1 << d) != 0) {
                told = told.withDevice(d, drop(m, m.devices().get(d).invalidationStarts(process), process, from, to));
            }
        }
        return told;
    }

    /**
     * The same for an invalidation that is part of a migration: a driver that migrates knows by the task that it is its own doing,
     * and need not start again because of it.
     */
    public static Machine startOwn(Machine m, ThreadId self, int listeners, int process, int from, int to) {
        Machine told = start(m, listeners, process, from, to);
        for (int d = 0; d < m.devices().size(); d++) {
            if (!m.devices().get(d).mustRetry(process, self)) {
                told = told.withDevice(d, told.devices().get(d).notOvertaken(process, self));
            }
        }
        return told;
    }

    /** Page tables may be read for the listeners again. */
    public static Machine end(Machine m, int listeners, int process) {
        Machine told = m;
        for (int d = 0; d < m.devices().size(); d++) {
            if ((listeners & 1 << d) != 0) {
                told = told.withDevice(d, m.devices().get(d).invalidationEnds(process));
            }
        }
        return told;
    }

    /** A driver's page table without pages [from, to) of a process. */
    public static Device drop(Machine m, Device device, int process, int from, int to) {
        Device less = device;
        for (int va = from; va < to; va++) {
            int row = m.config().row(process, va);
            if (!less.table().get(row).isNone()) {
                less = less.with(row, DevicePte.NONE);
            }
        }
        return less;
    }
}
