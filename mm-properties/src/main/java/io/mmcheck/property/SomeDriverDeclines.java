package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;

/** A driver is offered a page to migrate and provides no destination for it. */
public final class SomeDriverDeclines implements Sometimes {
    @Override
    public String id() {
        return "some-driver-declines";
    }

    @Override
    public String statement() {
        return "some driver leaves a page where it is";
    }

    @Override
    public boolean happens(World<Machine> before, World<Machine> after) {
        String choice = after.moved() == null ? null : after.moved().choice();
        return choice != null && choice.contains("driver declines");
    }
}
