package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.event.HoleFilled;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import io.mmcheck.report.PteText;
import org.jspecify.annotations.Nullable;

/**
 * What a device maps at an address is the page that the process has there, unless an invalidation of the process is under way or a
 * migration of that address is: mmu notifiers, and the sequence check of a driver that fills its page table after it has read the
 * process's (mm/hmm.c; lib/test_hmm.c, dmirror_do_fault()). For a hole that a device fills with a page of its own the migration
 * lasts until its driver has finalized it: the device ignores its own notification.
 */
public final class DeviceCoherent implements Property {
    private static final State NOTHING_FILLED = new State(Table.empty());

    /** A hole that a migration by a thread has filled with a page of a device, and not finalized. */
    record Filled(int thread, int device, int process, int va) {}

    /** What is remembered. */
    record State(Table<Filled> filled) {
        boolean covers(int device, int process, int va) {
            for (Filled one : filled) {
                if (one.device == device && one.process == process && one.va == va) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public String id() {
        return "device-coherent";
    }

    @Override
    public String statement() {
        return "a device maps at an address only the page that its process has there";
    }

    @Override
    public int looksAt() {
        return Machine.MMS | Machine.TABLES | Machine.DEVICES | WORDS | ENDS;
    }

    @Override
    public Object start(World<Machine> world) {
        return NOTHING_FILLED;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine old = before.machine();
        Machine m = after.machine();
        State now = after.moved() == null ? (State) state : after((State) state, after.moved(), m);
        if (Steps.same(now, state)
                && Steps.same(old.devices(), m.devices())
                && Steps.same(old.tables(), m.tables())
                && Steps.same(old.mms(), m.mms())) {
            return state;
        }
        for (int d = 0; d < m.devices().size(); d++) {
            String stale = stale(now, m, d);
            if (stale != null) {
                return new Violation(stale);
            }
        }
        return now;
    }

    private static State after(State state, Moved<Machine> moved, Machine m) {
        State now = state;
        for (Event event : moved.events()) {
            if (event instanceof HoleFilled f && m.page(f.pfn()).isDevice()) {
                int device = m.config().ownerOf(f.pfn());
                now = new State(now.filled.plus(new Filled(moved.thread(), device, f.process(), f.va())));
            } else if (event instanceof MigrateVmaState s && s.phase() == MigrateVmaState.Phase.FINALIZE) {
                now = without(now, moved.thread());
            }
        }
        return moved.finished() == null ? now : without(now, moved.thread());
    }

    private static State without(State state, int thread) {
        Table<Filled> left = Table.empty();
        for (Filled one : state.filled) {
            left = one.thread == thread ? left : left.plus(one);
        }
        return left.size() == state.filled.size() ? state : left.isEmpty() ? NOTHING_FILLED : new State(left);
    }

    private static @Nullable String stale(State state, Machine m, int number) {
        Device device = m.devices().get(number);
        for (int process = 0; process < m.config().processes(); process++) {
            for (int va = 0; va < m.config().addresses(); va++) {
                DevicePte entry = device.table().get(m.config().row(process, va));
                if (!entry.isNone() && !device.isInvalidating(process) && m.ptl(process, va) < 0) {
                    Pte pte = m.leaf(process, va);
                    boolean migrates = pte instanceof Pte.Migration || state.covers(number, process, va);
                    boolean maps = pte instanceof Pte.DeviceExclusive e
                            ? e.pfn() == entry.pfn()
                            : pte.maps(entry.pfn()) && !entry.atomic();
                    if (!migrates && !maps) {
                        return "device " + number + " maps p" + process + " " + va + " to page " + entry.pfn()
                                + ", where the pte is " + PteText.of(pte);
                    }
                }
            }
        }
        return null;
    }
}
