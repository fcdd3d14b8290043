package io.mmcheck.operation;

import io.mmcheck.kernel.vmscan.ReclaimPage;
import io.mmcheck.machine.Machine;
import java.util.List;

/** Memory is short: reclaim comes to the folio that is mapped at an address, or in the swap cache for the swap entry there. */
public record Reclaim(int process, int va) implements Action {
    public static final Kind KIND =
            Kind.of("reclaim", a -> new Reclaim(a.get(0), a.get(1)), Parameter.PROCESS, Parameter.ADDRESS);

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of(process, va);
    }

    @Override
    public Start<Machine, ReclaimPage.Locals> start() {
        return new Start<>(ReclaimPage.PROGRAM, ReclaimPage.Locals.of(process, va));
    }
}
