package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;

/** Reclaim starts the writeback of a page to its swap slot. */
public final class SomeReclaimWrites implements Sometimes {
    @Override
    public String id() {
        return "some-reclaim-writes";
    }

    @Override
    public String statement() {
        return "some reclaim writes a page to swap";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        if (Steps.same(before.machine().pages(), after.machine().pages())) {
            return false;
        }
        for (int pfn = 0; pfn < after.machine().config().frames(); pfn++) {
            if (after.machine().page(pfn).writeback()
                    && !before.machine().page(pfn).writeback()) {
                return true;
            }
        }
        return false;
    }
}
