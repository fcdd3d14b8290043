package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.event.HoleFilled;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import io.mmcheck.report.PteText;
import org.jspecify.annotations.Nullable;

/**
 * Where device migration maps a fresh page there is nothing, or the zero page, at that very moment too: it does not shadow what
 * another thread has put there since collect has found a hole. mm/migrate_device.c, migrate_vma_insert_page().
 */
public final class HoleHonest implements Property {
    private static final String INSERT = "migrate_vma_insert_page";

    @Override
    public String id() {
        return "hole-honest";
    }

    @Override
    public String statement() {
        return "what a migration takes for a hole is one when it is filled";
    }

    @Override
    public int looksAt() {
        return Machine.TABLES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved == null
                || Steps.same(before.machine().tables(), after.machine().tables())) {
            return state;
        }
        Machine m = before.machine();
        for (Event event : moved.events()) {
            if (event instanceof HoleFilled filled) {
                String shadowed = shadowed(m, filled.process(), filled.va(), m.leaf(filled.process(), filled.va()));
                if (shadowed != null) {
                    return new Violation(shadowed);
                }
            }
        }
        return moved.place().program().name().startsWith(INSERT) ? cleared(state, m, after.machine()) : state;
    }

    /** The insertion takes the zero page away before it maps its own; nothing else. */
    private static Object cleared(Object state, Machine before, Machine after) {
        Shadow shadow = new Shadow();
        PteChanges.each(before, after, (process, va, old, now) -> shadow.add(shadowed(before, process, va, old)));
        return shadow.lost == null ? state : new Violation(shadow.lost);
    }

    private static final class Shadow {
        private @Nullable String lost;

        void add(@Nullable String shadowed) {
            lost = lost == null ? shadowed : lost;
        }
    }

    private static @Nullable String shadowed(Machine m, int process, int va, Pte pte) {
        boolean empty = pte.isNone() || pte instanceof Pte.Present p && p.pfn() == m.zeroPage();
        return empty
                ? null
                : "p" + process + " " + va + " was taken for a hole and is filled although the pte is "
                        + PteText.of(pte);
    }
}
