package io.mmcheck.property;

import io.mmcheck.explore.Lasso;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * Whoever collects pages comes to an end: each new look at a pmd is the answer to a change that another thread has made.
 * mm/migrate_device.c, migrate_vma_collect_pmd(): "goto again".
 */
public final class CollectEnds implements Property {
    @Override
    public String id() {
        return "collect-ends";
    }

    @Override
    public String statement() {
        return "collecting the pages of a range ends";
    }

    @Override
    public Kind kind() {
        return Kind.LIVENESS;
    }

    @Override
    public boolean liveness() {
        return true;
    }

    @Override
    public int looksAt() {
        return 0;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        return state;
    }

    @Override
    public @Nullable String onLasso(Object state, Lasso<Machine> lasso) {
        for (World<Machine> world : lasso.loop()) {
            Moved<Machine> moved = world.moved();
            if (moved != null && !collects(world.frame(moved.thread()))) {
                return null;
            }
        }
        return "after " + (lasso.stem().size() - 1) + " steps " + lasso.loop().size()
                + " steps of collect repeat for ever";
    }

    private static boolean collects(@Nullable Frame top) {
        for (Frame frame = top; frame != null; frame = frame.caller()) {
            if (frame.place().program().name().equals("migrate_vma_collect_pmd")) {
                return true;
            }
        }
        return false;
    }
}
