package io.mmcheck.mutate;

import io.mmcheck.explore.Lasso;
import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Violation;
import io.mmcheck.explore.Wait;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A property whose first violation ends the search: to kill a mutant one is enough. */
record Deadly(Property property) implements Monitor<Machine> {
    /** The property is violated. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
        final String by;

        Killed(String by) {
            super(by, null, false, false);
            this.by = by;
        }
    }

    @Override
    public String id() {
        return property.id();
    }

    @Override
    public Object start(World<Machine> world) {
        return property.start(world);
    }

    @Override
    public int looksAt() {
        return property.looksAt();
    }

    @Override
    public boolean looksInside(String program) {
        return property.looksInside(program);
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Object next = property.judge(state, before, after);
        if (next instanceof Violation) {
            throw new Killed(id());
        }
        return next;
    }

    @Override
    public @Nullable String atEnd(Object state, World<Machine> world) {
        return deadly(property.atEnd(state, world));
    }

    @Override
    public @Nullable String whenStuck(Object state, World<Machine> world, List<Wait> waits) {
        return deadly(property.whenStuck(state, world, waits));
    }

    @Override
    public boolean liveness() {
        return property.liveness();
    }

    @Override
    public @Nullable String onLasso(Object state, Lasso<Machine> lasso) {
        return deadly(property.onLasso(state, lasso));
    }

    private @Nullable String deadly(@Nullable String lost) {
        if (lost != null) {
            throw new Killed(id());
        }
        return null;
    }
}
