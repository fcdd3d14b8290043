package io.mmcheck.operation;

import io.mmcheck.kernel.gup.GupRequest;
import io.mmcheck.kernel.gup.PinUserPages;
import io.mmcheck.machine.Machine;
import java.util.List;

/** pin_user_pages(FOLL_LONGTERM | FOLL_WRITE): a pin for DMA that writes. */
public record PinUser(int process, int va, int slot) implements Action {
    public static final Kind KIND = Kind.of(
            "pin-user",
            a -> new PinUser(a.get(0), a.get(1), a.get(2)),
            Parameter.PROCESS,
            Parameter.ADDRESS,
            Parameter.SLOT);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va, slot);
    }

    @Override
    public Start<Machine, PinUserPages.Locals> start() {
        return new Start<>(
                PinUserPages.PROGRAM, new PinUserPages.Locals(new GupRequest(process, va, slot, true, true)));
    }
}
