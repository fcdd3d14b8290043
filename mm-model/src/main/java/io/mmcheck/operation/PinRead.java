package io.mmcheck.operation;

import io.mmcheck.kernel.gup.GupRequest;
import io.mmcheck.kernel.gup.PinUserPages;
import io.mmcheck.machine.Machine;
import java.util.List;

/** pin_user_pages(FOLL_LONGTERM): a pin for DMA that only reads. */
public record PinRead(int process, int va, int slot) implements Action {
    public static final Kind KIND = Kind.of(
            "pin-read",
            a -> new PinRead(a.get(0), a.get(1), a.get(2)),
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
                PinUserPages.PROGRAM, new PinUserPages.Locals(new GupRequest(process, va, slot, true, false)));
    }
}
