package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;

/** migrate_vma_insert_page() takes the zero page away to map a fresh page there. */
public final class SomeZeroPageMigrates implements Sometimes {
    @Override
    public String id() {
        return "some-zero-page-migrates";
    }

    @Override
    public String statement() {
        return "some migration replaces the zero page";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        return replaced(before, after);
    }

    /** Whether this step of the insertion takes a pte of the zero page away. */
    static boolean replaced(World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved == null || !moved.place().program().name().startsWith("migrate_vma_insert_page")) {
            return false;
        }
        boolean[] zero = new boolean[1];
        int zeroPage = after.machine().zeroPage();
        PteChanges.each(
                before.machine(),
                after.machine(),
                (process, va, old, now) -> zero[0] |= old instanceof Pte.Present p && p.pfn() == zeroPage);
        return zero[0];
    }
}
