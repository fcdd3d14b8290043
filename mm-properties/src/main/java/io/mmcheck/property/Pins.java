package io.mmcheck.property;

import io.mmcheck.machine.Event;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.event.DiscardStarts;
import io.mmcheck.machine.event.Unmapped;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;

/**
 * Which pins are given out, as those see it who asked: a pin counts from the return of its GUP (GUP-fast takes back what it finds
 * to be wrong), until the page is zapped there or the pin is dropped.
 *
 * @param slots for each hold: {@link #NOT}, {@link #GIVEN}, or 1 + the thread whose GUP is still running
 */
record Pins(Table<Integer> slots, Discards discards) {
    static final int NOT = 0;
    static final int GIVEN = -1;

    static Pins of(Machine m) {
        Pins pins = new Pins(Table.fill(m.holds().size(), NOT), Discards.NONE);
        for (int i = 0; i < m.holds().size(); i++) {
            pins = isPin(m, m.holds().get(i)) ? pins.with(i, GIVEN) : pins;
        }
        return pins;
    }

    private static boolean isPin(Machine m, Hold hold) {
        return hold.pin() && m.page(hold.pfn()).kind() != PageKind.ZERO;
    }

    private Pins with(int slot, int what) {
        return slots.get(slot).equals(what) ? this : new Pins(slots.with(slot, what), discards);
    }

    boolean isGiven(int slot) {
        return slots.get(slot) == GIVEN;
    }

    Pins after(World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        Machine m = after.machine();
        boolean holds = !Steps.same(before.machine().holds(), m.holds());
        if (moved == null || !holds && moved.events().isEmpty() && moved.finished() == null) {
            return this;
        }
        Discards running = discards.after(moved);
        Pins now = Steps.same(running, discards) ? this : new Pins(slots, running);
        for (Event event : moved.events()) {
            if (event instanceof DiscardStarts d && d.kind() == DiscardStarts.Kind.ZAP) {
                now = now.zapped(m, d.process(), d.from(), d.to());
            } else if (event instanceof Unmapped u) {
                now = now.zapped(m, u.process(), u.from(), u.to());
            }
        }
        for (int i = 0; holds && i < m.holds().size(); i++) {
            Hold hold = m.holds().get(i);
            Hold old = before.machine().holds().get(i);
            if (!hold.withPending(old.pending()).equals(old)) {
                boolean counts = isPin(m, hold) && !running.covers(hold.process(), hold.va());
                now = now.with(i, counts ? 1 + moved.thread() : NOT);
            }
        }
        for (int i = 0; moved.finished() != null && i < m.holds().size(); i++) {
            now = now.slots.get(i) == 1 + moved.thread() ? now.with(i, GIVEN) : now;
        }
        return now;
    }

    private Pins zapped(Machine m, int process, int from, int to) {
        Pins left = this;
        for (int i = 0; i < m.holds().size(); i++) {
            Hold hold = m.holds().get(i);
            if (hold.process() == process && from <= hold.va() && hold.va() < to) {
                left = left.with(i, NOT);
            }
        }
        return left;
    }
}
