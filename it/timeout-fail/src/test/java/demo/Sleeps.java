package demo;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;

/** Nobody sleeps on the job. */
public final class Sleeps implements Property {
    @Override
    public String id() {
        return "sleeps";
    }

    @Override
    public String statement() {
        return "nobody sleeps on the job";
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        try {
            Thread.sleep(3_600_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Violation("awake");
    }
}
