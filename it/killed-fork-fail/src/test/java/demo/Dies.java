package demo;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;

/** The JVM survives its first step. */
public final class Dies implements Property {
    @Override
    public String id() {
        return "dies";
    }

    @Override
    public String statement() {
        return "the JVM survives its first step";
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        System.out.println("[INFO] BUILD SUCCESS, 1000 held, 0 violated");
        Runtime.getRuntime().halt(137);
        return new Violation("not reached");
    }
}
