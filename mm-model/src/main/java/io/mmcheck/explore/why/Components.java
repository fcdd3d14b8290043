package io.mmcheck.explore.why;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** States that can be reached from each other, by Tarjan's algorithm with a stack of its own. */
final class Components {
    private final Keeping graph;
    private final int[] index;
    private final int[] low;
    private final int[] edge;
    private final int[] stack;
    private final int[] path;
    private final boolean[] done;
    private final List<int[]> components = new ArrayList<>();
    private int onStack;
    private int onPath;
    private int visited;

    Components(Keeping graph) {
        this.graph = graph;
        int nodes = graph.size();
        index = new int[nodes];
        low = new int[nodes];
        edge = new int[nodes];
        stack = new int[nodes];
        path = new int[nodes];
        done = new boolean[nodes];
    }

    /** Each after all those that it leads to. Inside of one, states come last to first: what they lead to comes first. */
    List<int[]> inOrder() {
        enter(0);
        while (onPath > 0) {
            int n = path[onPath - 1];
            if (edge[n] == graph.first(n + 1)) {
                leave(n);
                continue;
            }
            int to = graph.target(edge[n]++);
            if (index[to] == 0) {
                enter(to);
            } else if (!done[to]) {
                low[n] = Math.min(low[n], index[to]);
            }
        }
        return components;
    }

    private void enter(int n) {
        index[n] = ++visited;
        low[n] = visited;
        edge[n] = graph.first(n);
        stack[onStack++] = n;
        path[onPath++] = n;
    }

    private void leave(int n) {
        onPath--;
        if (onPath > 0) {
            int caller = path[onPath - 1];
            low[caller] = Math.min(low[caller], low[n]);
        }
        if (low[n] == index[n]) {
            int end = onStack;
            do {
                onStack--;
                done[stack[onStack]] = true;
            } while (stack[onStack] != n);
            int[] component = Arrays.copyOfRange(stack, onStack, end);
            for (int i = 0, j = component.length - 1; i < j; i++, j--) {
                int swap = component[i];
                component[i] = component[j];
                component[j] = swap;
            }
            components.add(component);
        }
    }
}
