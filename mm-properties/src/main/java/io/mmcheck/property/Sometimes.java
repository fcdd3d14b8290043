package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;

/** Something that has to happen in some run, or the other properties are held by runs that show nothing. */
public interface Sometimes extends Property {

    /** Whether this step is what has to happen. */
    boolean happens(World<Machine> before, World<Machine> after);

    @Override
    default Kind kind() {
        return Kind.SOMETIMES;
    }

    @Override
    default int looksAt() {
        return 0;
    }

    /** It never fails: whether it has happened at all is known when all runs are over. */
    @Override
    default Object judge(Object state, World<Machine> before, World<Machine> after) {
        return state;
    }
}
