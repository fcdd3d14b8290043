package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * Invalidations of a device's mappings start and end in pairs. One end too many, and the next invalidation goes unseen; one too
 * few, and the device waits for ever (mm/mmu_notifier.c, mn_itree_inv_start_range() and mn_itree_inv_end(); a WARN_ON in
 * mmu_interval_read_begin()'s counterpart is all that the kernel has). Whoever reads page tables for the device when one starts
 * must start again (mmu_interval_read_retry()).
 */
public final class NotifiersBalance implements Property {
    @Override
    public String id() {
        return "notifiers-balance";
    }

    @Override
    public String statement() {
        return "every invalidation of device mappings overtakes who reads page tables, and ends once";
    }

    @Override
    public int looksAt() {
        return Machine.DEVICES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine m = after.machine();
        if (Steps.same(before.machine().devices(), m.devices())) {
            return state;
        }
        for (int d = 0; d < m.devices().size(); d++) {
            int process = 0;
            for (Device.Mirror mirror : m.devices().get(d).mirrors()) {
                if (mirror.invalidating() < 0) {
                    return new Violation(
                            "an invalidation of p" + process + " on device " + d + " ends that has not started");
                }
                Device.Mirror was = before.machine().devices().get(d).mirrors().get(process);
                int unaware = mirror.watching() & ~mirror.stale() & ~mover(after);
                if (mirror.invalidating() > was.invalidating() && unaware != 0) {
                    return new Violation("an invalidation of p" + process + " starts, and T"
                            + Integer.numberOfTrailingZeros(unaware) + ", which reads page tables for device " + d
                            + ", does not start again");
                }
                process++;
            }
        }
        return state;
    }

    /** Whoever invalidates for a migration of its own knows. */
    private static int mover(World<Machine> after) {
        return after.moved() == null ? 0 : 1 << after.moved().thread();
    }

    @Override
    public @Nullable String atEnd(Object state, World<Machine> world) {
        for (int d = 0; d < world.machine().devices().size(); d++) {
            int process = 0;
            for (Device.Mirror mirror : world.machine().devices().get(d).mirrors()) {
                if (mirror.invalidating() > 0) {
                    return "an invalidation of p" + process + " on device " + d + " has not ended";
                }
                process++;
            }
        }
        return null;
    }
}
