package io.mmcheck.operation;

import io.mmcheck.kernel.gup.UnpinUserPages;
import io.mmcheck.machine.Machine;
import java.util.List;

/** unpin_user_page(), or put_page() of a plain reference: what a slot holds is released. */
public record Unpin(int slot) implements Action {
    public static final Kind KIND = Kind.of("unpin", a -> new Unpin(a.get(0)), Parameter.SLOT);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(slot);
    }

    @Override
    public Start<Machine, UnpinUserPages.Locals> start() {
        return new Start<>(UnpinUserPages.PROGRAM, new UnpinUserPages.Locals(slot));
    }
}
