package io.mmcheck.operation;

import io.mmcheck.kernel.gup.GupFast;
import io.mmcheck.kernel.gup.GupRequest;
import io.mmcheck.machine.Machine;
import java.util.List;

/** pin_user_pages_fast(FOLL_LONGTERM): a pin for DMA that only reads, without locks if it can. */
public record PinReadFast(int process, int va, int slot) implements Action {
    public static final Kind KIND = Kind.of(
            "pin-read-fast",
            a -> new PinReadFast(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, GupFast.Locals> start() {
        return new Start<>(GupFast.PROGRAM, GupFast.Locals.of(new GupRequest(process, va, slot, true, false)));
    }
}
