package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.event.HoleFilled;
import io.mmcheck.program.World;

/** migrate_vma_insert_page() maps a fresh page where nothing was. */
public final class SomeHoleIsFilled implements Sometimes {
    @Override
    public String id() {
        return "some-hole-is-filled";
    }

    @Override
    public String statement() {
        return "some migration fills a hole";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        return Steps.says(after, HoleFilled.class) && !SomeZeroPageMigrates.replaced(before, after);
    }
}
