package io.mmcheck.explore.why;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** Goes back along edges. */
final class Back {
    private final int nodes;
    private final int[] from;
    /** The edges by the state they lead to. */
    private final int[] sorted;

    private final int[] first;

    Back(int nodes, int[] from, int[] to, int edges) {
        this.nodes = nodes;
        this.from = from;
        this.first = new int[nodes + 1];
        this.sorted = new int[edges];
        for (int e = 0; e < edges; e++) {
            first[to[e] + 1]++;
        }
        for (int n = 0; n < nodes; n++) {
            first[n + 1] += first[n];
        }
        int[] next = first.clone();
        for (int e = 0; e < edges; e++) {
            sorted[next[to[e]]++] = e;
        }
    }

    /** All nodes from which one of these can be reached. */
    BitSet from(IntPredicate goal) {
        BitSet reached = new BitSet(nodes);
        int[] queue = new int[nodes];
        int tail = 0;
        for (int n = 0; n < nodes; n++) {
            if (goal.test(n)) {
                reached.set(n);
                queue[tail++] = n;
            }
        }
        for (int head = 0; head < tail; head++) {
            int n = queue[head];
            for (int i = first[n]; i < first[n + 1]; i++) {
                int before = from[sorted[i]];
                if (!reached.get(before)) {
                    reached.set(before);
                    queue[tail++] = before;
                }
            }
        }
        return reached;
    }
}
