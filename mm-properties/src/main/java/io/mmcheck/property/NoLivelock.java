package io.mmcheck.property;

import io.mmcheck.explore.Lasso;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No run goes round for ever in which everybody who can move does move and nobody gets anywhere: collect ends
 * (mm/migrate_device.c, migrate_vma_collect_pmd()), and faults on one device-private or migrating page end however many threads
 * take them (mm/memory.c, do_swap_page()). Of faults alone {@link FaultEnds} speaks.
 */
public final class NoLivelock implements Property {
    @Override
    public String id() {
        return "no-livelock";
    }

    @Override
    public String statement() {
        return "no fair run goes on for ever";
    }

    @Override
    public int looksAt() {
        return 0; // it judges no step, only what comes of all
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
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        return state;
    }

    @Override
    public @Nullable String onLasso(Object state, Lasso<Machine> lasso) {
        World<Machine> there = lasso.stem().get(lasso.stem().size() - 1);
        TreeMap<Integer, Integer> steps = new TreeMap<>();
        for (World<Machine> world : lasso.loop()) {
            Moved<Machine> moved = world.moved();
            if (moved != null) {
                steps.merge(moved.thread(), 1, Integer::sum);
            }
        }
        return "after " + (lasso.stem().size() - 1) + " steps " + lasso.loop().size() + " steps repeat for ever: "
                + steps.entrySet().stream()
                        .map(e -> "T" + e.getKey() + " in " + text(there.operation(e.getKey())) + " takes "
                                + e.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String text(@Nullable Operation<Machine> operation) {
        return operation == null ? "nothing" : operation.text();
    }
}
