package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** How each state was first reached: the state before it and the move, eight bytes a state. The traces lie in here. */
final class Nodes {
    private static final int ALTERNATIVES = 1 << 12;
    private static final int OPERATIONS = 1 << 16;

    private int[] parents = new int[1024];
    private int[] moves = new int[1024];
    private int size;

    /** One move in one number: thread, alternative, and the operation begun with it from an alphabet, or none. */
    static int move(int thread, int alternative, int operation) {
        if (alternative >= ALTERNATIVES || operation + 1 >= OPERATIONS) {
            throw new IllegalArgumentException("more than " + ALTERNATIVES + " alternatives or " + OPERATIONS
                    + " operations: " + alternative + ", " + operation);
        }
        return thread << 28 | alternative << 16 | (operation + 1);
    }

    static int thread(int move) {
        return move >>> 28;
    }

    static int alternative(int move) {
        return move >>> 16 & ALTERNATIVES - 1;
    }

    /** The index in the alphabet, or -1. */
    static int operation(int move) {
        return (move & OPERATIONS - 1) - 1;
    }

    /** A first state: its parent is the number of the world it stands for. */
    int root(int start) {
        return add(-1 - start, 0);
    }

    int add(int parent, int move) {
        if (size == parents.length) {
            parents = Arrays.copyOf(parents, size * 2);
            moves = Arrays.copyOf(moves, size * 2);
        }
        parents[size] = parent;
        moves[size] = move;
        return size++;
    }

    int size() {
        return size;
    }

    /** The moves from the first state to this one. */
    List<Integer> path(int node) {
        List<Integer> path = new ArrayList<>();
        for (int n = node; parents[n] >= 0; n = parents[n]) {
            path.add(moves[n]);
        }
        Collections.reverse(path);
        return path;
    }

    /** The number of the world that the path to a node starts from. */
    int start(int node) {
        int n = node;
        while (parents[n] >= 0) {
            n = parents[n];
        }
        return -1 - parents[n];
    }

    /** The operations that a path begins, per thread. */
    static <M extends State> List<List<Operation<M>>> script(
            int threads, List<Operation<M>> alphabet, List<Integer> path) {
        List<List<Operation<M>>> script = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            script.add(new ArrayList<>());
        }
        for (int move : path) {
            if (operation(move) >= 0) {
                script.get(thread(move)).add(alphabet.get(operation(move)));
            }
        }
        return script;
    }
}
