package demo;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;
import io.mmcheck.machine.event.Stored;

/** Nobody ever stores anything. */
public final class NobodyStores implements Property {
    @Override
    public String id() {
        return "nobody-stores";
    }

    @Override
    public String statement() {
        return "nobody ever stores anything";
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        return after.moved().events().stream().anyMatch(Stored.class::isInstance)
                ? new Violation("somebody stored")
                : state;
    }
}
