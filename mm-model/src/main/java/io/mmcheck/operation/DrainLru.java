package io.mmcheck.operation;

import io.mmcheck.kernel.swap.LruAddDrainAll;
import io.mmcheck.machine.Machine;
import java.util.List;

/** The LRU batches of all CPUs are drained, as compaction, mlock and others have it done. */
public record DrainLru() implements Action {
    public static final Kind KIND = Kind.of("lru-drain", a -> new DrainLru());

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public List<Integer> arguments() {
        return List.of();
    }

    @Override
    public Start<Machine, LruAddDrainAll.Locals> start() {
        return new Start<>(LruAddDrainAll.PROGRAM, new LruAddDrainAll.Locals());
    }
}
