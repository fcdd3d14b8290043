package io.mmcheck.mutate;

import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;
import org.jspecify.annotations.Nullable;

/** As many counts as finished operations, and the lock is free. */
record EveryCountCounts() implements Property {
    @Override
    public String id() {
        return "every-count-counts";
    }

    @Override
    public String statement() {
        return "page 0 counts the operations that have ended";
    }

    @Override
    public Object start(World<Machine> world) {
        return world.machine().page(0).data();
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        return after.moved() != null && after.moved().finished() != null ? (Integer) state + 1 : state;
    }

    @Override
    public @Nullable String atEnd(Object state, World<Machine> world) {
        return state.equals(world.machine().page(0).data()) ? null : "it does not";
    }
}
