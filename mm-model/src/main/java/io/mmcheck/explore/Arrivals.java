package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * States on their way to the visited set. They go there in batches: looking up one state waits for memory, looking up many at
 * once waits hardly longer.
 */
final class Arrivals<M extends State> {
    private static final int BATCH = 64;

    private final @Nullable World<M>[] worlds;
    private final Watch.@Nullable States[] states = new Watch.@Nullable States[BATCH];
    private final long[] keys = new long[BATCH];
    private final int[] parents = new int[BATCH];
    private final int[] moves = new int[BATCH];
    private final byte[] holders = new byte[BATCH];
    private final int[] taken = new int[BATCH];
    private int size;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Arrivals() {
        worlds = new @Nullable World[BATCH];
    }

    void add(World<M> world, Watch.States state, long key, int parent, int move, int holder, int take) {
        worlds[size] = world;
        states[size] = state;
        keys[size] = key;
        parents[size] = parent;
        moves[size] = move;
        holders[size] = (byte) holder;
        taken[size] = take;
        size++;
    }

    boolean full() {
        return size == BATCH;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    World<M> world(int i) {
        return Objects.requireNonNull(worlds[i]);
    }

    Watch.States states(int i) {
        return Objects.requireNonNull(states[i]);
    }

    long key(int i) {
        return keys[i];
    }

    int parent(int i) {
        return parents[i];
    }

    int move(int i) {
        return moves[i];
    }

    int holder(int i) {
        return holders[i];
    }

    int taken(int i) {
        return taken[i];
    }

    long[] keys() {
        return keys;
    }
}
