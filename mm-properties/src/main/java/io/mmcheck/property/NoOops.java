package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;

/**
 * Nothing crashes: no BUG_ON, no reference on a free page, no lock in one, no bad page state. Meeting what the model does not
 * know yet counts too, so that nobody takes silence for a verdict.
 */
public final class NoOops implements Property {
    @Override
    public String id() {
        return "no-oops";
    }

    @Override
    public String statement() {
        return "no step crashes the kernel";
    }

    @Override
    public int looksAt() {
        return CRASHES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        return after.oops() == null ? state : new Violation(after.oops().toString());
    }
}
