package io.mmcheck.operation;

import io.mmcheck.kernel.gup.GupLongtermLocked;
import io.mmcheck.kernel.gup.GupRequest;
import io.mmcheck.machine.Machine;
import java.util.List;

/** get_user_pages(): a plain reference, as a pipe takes it (vmsplice). */
public record GetUser(int process, int va, int slot) implements Action {
    public static final Kind KIND = Kind.of(
            "get-user",
            a -> new GetUser(a.get(0), a.get(1), a.get(2)),
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
    public Start<Machine, GupLongtermLocked.Locals> start() {
        return new Start<>(
                GupLongtermLocked.PROGRAM,
                new GupLongtermLocked.Locals(new GupRequest(process, va, slot, false, false)));
    }
}
