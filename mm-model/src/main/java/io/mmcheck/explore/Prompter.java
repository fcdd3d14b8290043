package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/** Tells the threads of a run what to do, see {@link RandomWalk#improvise}. */
public interface Prompter<M extends State> {
    /** What a thread that has nothing to do could begin now, or null if nothing is to be begun any more. */
    @Nullable
    Operation<M> next(World<M> world, int thread);

    /** It does begin it, now or some steps after it was asked for. */
    void begun(int thread, Operation<M> operation);
}
