package io.mmcheck.property;

import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaState;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;

/** migrate_vma_setup() returns, and a page of the range that is pinned is still mapped and not collected. */
public final class SomePinnedPageStays implements Sometimes {
    @Override
    public String id() {
        return "some-pinned-page-stays";
    }

    @Override
    public String statement() {
        return "some migration leaves a pinned page alone";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        MigrateVma args = Steps.migration(after, MigrateVmaState.Phase.SETUP);
        if (args == null) {
            return false;
        }
        Machine m = after.machine();
        for (Hold hold : m.holds()) {
            int i = hold.va() - args.start();
            if (hold.pin()
                    && hold.process() == args.process()
                    && i >= 0
                    && i < args.npages()
                    && !args.src(i).migrate()
                    && m.leaf(hold.process(), hold.va()).maps(hold.pfn())) {
                return true;
            }
        }
        return false;
    }
}
