package io.mmcheck.property;

import io.mmcheck.explore.Wait;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * As long as somebody is not done, somebody can step. mm/migrate_device.c only ever trylocks pages while it collects, because
 * two migrations can meet the same pages in different orders.
 */
public final class NoDeadlock implements Property {
    @Override
    public String id() {
        return "no-deadlock";
    }

    @Override
    public String statement() {
        return "no set of threads waits for one another for ever";
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
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        return state;
    }

    @Override
    public @Nullable String whenStuck(Object state, World<Machine> world, List<Wait> waits) {
        return waits.stream().map(Wait::toString).collect(Collectors.joining(", "));
    }
}
