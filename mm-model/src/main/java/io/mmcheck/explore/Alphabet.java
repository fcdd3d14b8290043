package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;

/**
 * Every list of up to {@code budget} operations at once: each idle thread may begin any operation of the alphabet, as long as
 * the budget lasts. Scenarios that begin alike share their states, which is what makes "every list of three" affordable.
 *
 * @param operations the alphabet
 * @param budget how many operations begin in one run, over all threads
 * @param alike whether the machine treats all threads alike; then thread n begins only after thread n - 1 has begun once
 */
public record Alphabet<M extends State>(
        Kernel kernel, M machine, int threads, List<Operation<M>> operations, int budget, boolean alike) {
    public Alphabet {
        operations = List.copyOf(operations);
    }

    /** The machine with idle threads. */
    public World<M> idle() {
        List<List<Operation<M>>> nothing = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            nothing.add(List.of());
        }
        return World.of(kernel, machine, nothing);
    }

    /** Whether a thread may begin an operation now. */
    boolean mayBegin(World<M> world, int thread) {
        if (world.frame(thread) != null || alike && thread > 0 && world.begun(thread - 1) == 0) {
            return false;
        }
        return begun(world) < budget;
    }

    static <M extends State> int begun(World<M> world) {
        int n = 0;
        for (int t = 0; t < world.threads(); t++) {
            n += world.begun(t);
        }
        return n;
    }
}
