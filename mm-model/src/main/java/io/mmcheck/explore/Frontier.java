package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** States that wait for being expanded, in order. */
final class Frontier<M extends State> {
    static final int NOBODY = -1;

    private @Nullable World<M>[] worlds;
    private Watch.@Nullable States[] states = new Watch.@Nullable States[64];
    private int[] nodes = new int[64];
    private byte[] holders = new byte[64];
    private int[] taken = new int[64];
    private int size;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Frontier() {
        worlds = new @Nullable World[64];
    }

    /**
     * {@code holder} is the thread that would be preempted if another went on, or {@link #NOBODY}; {@code take} is what has been
     * taken of the alphabet.
     */
    void add(World<M> world, Watch.States state, int node, int holder, int take) {
        if (size == nodes.length) {
            worlds = Arrays.copyOf(worlds, size * 2);
            states = Arrays.copyOf(states, size * 2);
            nodes = Arrays.copyOf(nodes, size * 2);
            holders = Arrays.copyOf(holders, size * 2);
            taken = Arrays.copyOf(taken, size * 2);
        }
        worlds[size] = world;
        states[size] = state;
        nodes[size] = node;
        holders[size] = (byte) holder;
        taken[size] = take;
        size++;
    }

    int size() {
        return size;
    }

    World<M> world(int i) {
        return Objects.requireNonNull(worlds[i]);
    }

    Watch.States states(int i) {
        return Objects.requireNonNull(states[i]);
    }

    int node(int i) {
        return nodes[i];
    }

    int holder(int i) {
        return holders[i];
    }

    int taken(int i) {
        return taken[i];
    }

    /** Reads the beginnings of these worlds, see {@link World#touch}. */
    long touch(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += world(i).hash64();
        }
        for (int i = from; i < to; i++) {
            sum += world(i).touch();
        }
        return sum;
    }

    /** Lets go of a world that has been expanded. */
    void release(int i) {
        worlds[i] = null;
        states[i] = null;
    }

    void clear() {
        Arrays.fill(worlds, 0, size, null);
        Arrays.fill(states, 0, size, null);
        size = 0;
    }
}
