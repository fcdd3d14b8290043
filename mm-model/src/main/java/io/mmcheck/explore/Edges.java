package io.mmcheck.explore;

import io.mmcheck.program.World;
import java.util.Arrays;

/** Every step between states, kept for finding loops: twelve bytes a step. */
final class Edges {
    private int[] from = new int[1024];
    private int[] moves = new int[1024];
    private int[] to = new int[1024];
    private int size;
    private byte[] enabled = new byte[1024];

    void add(int from, int move, int to) {
        if (size == moves.length) {
            this.from = Arrays.copyOf(this.from, size * 2);
            moves = Arrays.copyOf(moves, size * 2);
            this.to = Arrays.copyOf(this.to, size * 2);
        }
        this.from[size] = from;
        moves[size] = move;
        this.to[size] = to;
        size++;
    }

    /** Notes that a thread can step in a state. */
    void enabled(int node, int thread) {
        if (node >= enabled.length) {
            enabled = Arrays.copyOf(enabled, Math.max(enabled.length * 2, node + 1));
        }
        enabled[node] |= (byte) (1 << thread);
    }

    /** Notes which threads can step in a state. */
    void enabled(int node, World<?> world) {
        for (int t = 0; t < world.threads(); t++) {
            if (!world.step(t).isEmpty()) {
                enabled(node, t);
            }
        }
    }

    /** The threads that can step in a state, as bits. */
    int enabled(int node) {
        return node < enabled.length ? enabled[node] & 0xFF : 0;
    }

    int size() {
        return size;
    }

    int from(int edge) {
        return from[edge];
    }

    int move(int edge) {
        return moves[edge];
    }

    int to(int edge) {
        return to[edge];
    }
}
