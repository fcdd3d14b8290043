package demo;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;

/** Every step is a step. */
public final class OwnProperty implements Property {
    @Override
    public String id() {
        return "own-property";
    }

    @Override
    public String statement() {
        return "every step is a step";
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        return after.moved() == null ? new Violation("nothing has moved") : state;
    }
}
