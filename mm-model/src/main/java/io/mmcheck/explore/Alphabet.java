package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;

/**
 * Many scenarios at once: each idle thread may begin an operation of the alphabet, as long as there is something left to take.
 * Scenarios that begin alike share their states, which is what makes "every list of three" and "all seven in every order"
 * affordable.
 *
 * @param operations the alphabet
 * @param budget how many operations begin in one run, over all threads
 * @param once whether each entry is taken at most once; an operation that may begin twice is there twice
 * @param alike whether the machine treats all threads alike; then thread n begins only after thread n - 1 has begun once
 */
public record Alphabet<M extends State>(
        Kernel kernel, M machine, int threads, List<Operation<M>> operations, int budget, boolean once, boolean alike) {
    /** What has been taken when nothing has: how many operations, or a bit for each that is there once. */
    static final int NOTHING = 0;

    /** {@link #take} of what cannot be taken. */
    static final int NO = -1;

    public Alphabet {
        operations = List.copyOf(operations);
        if (once && operations.size() > 31) {
            throw new IllegalArgumentException("at most 31 operations can be taken once each");
        }
    }

    /** Every list of up to {@code budget} operations. */
    public Alphabet(Kernel kernel, M machine, int threads, List<Operation<M>> operations, int budget, boolean alike) {
        this(kernel, machine, threads, operations, budget, false, alike);
    }

    /** These operations, each once, in every order and dealt to the threads in every way. */
    public static <M extends State> Alphabet<M> permutations(
            Kernel kernel, M machine, int threads, List<Operation<M>> operations, boolean alike) {
        return new Alphabet<>(kernel, machine, threads, operations, operations.size(), true, alike);
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
    boolean mayBegin(World<M> world, int thread, int taken) {
        if (world.frame(thread) != null || alike && thread > 0 && world.begun(thread - 1) == 0) {
            return false;
        }
        return (once ? Integer.bitCount(taken) : taken) < budget;
    }

    /** What has been taken after one more, or {@link #NO}. Of equal entries the first is taken first: it is all the same. */
    int take(int taken, int operation) {
        if (!once) {
            return taken + 1;
        }
        for (int o = operations.indexOf(operations.get(operation)); o < operation; o++) {
            if ((taken & 1 << o) == 0 && operations.get(o).equals(operations.get(operation))) {
                return NO;
            }
        }
        return (taken & 1 << operation) == 0 ? taken | 1 << operation : NO;
    }
}
