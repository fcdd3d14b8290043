package io.mmcheck.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Finds where a fair run can stay for ever. A set of states is such a place if
 *
 * <ul>
 *   <li>every state of it can be reached from every other without leaving it;
 *   <li>a step that is used to stay leads back into it whatever the environment chooses: a fair environment chooses each
 *       alternative some time;
 *   <li>every thread moves inside, except those that are somewhere in it unable to step: a fair scheduler lets everyone go on
 *       who can go on all the time.
 * </ul>
 *
 * No operation ends in such a place, because the number of operations that a thread has begun never goes back.
 */
final class Loops {
    private static final int NONE = -1;

    private final Edges edges;
    private final int nodes;
    /** The edges by the state they leave: those of n are {@code sorted[first[n]] .. sorted[first[n + 1] - 1]}. */
    private final int[] first;

    private final int[] sorted;
    private final BitSet gone = new BitSet();
    private int[] component;

    /** A state to go round from, and the moves of one round. */
    record Loop(int entry, List<Integer> moves) {}

    Loops(Edges edges, int nodes) {
        this.edges = edges;
        this.nodes = nodes;
        this.first = new int[nodes + 1];
        this.sorted = new int[edges.size()];
        this.component = new int[0];
        sort();
    }

    private void sort() {
        for (int e = 0; e < edges.size(); e++) {
            first[edges.from(e) + 1]++;
        }
        for (int n = 0; n < nodes; n++) {
            first[n + 1] += first[n];
        }
        int[] next = first.clone();
        for (int e = 0; e < edges.size(); e++) {
            sorted[next[edges.from(e)]++] = e;
        }
    }

    /** One loop for each place where a fair run can stay, by the number of its first state. */
    List<Loop> fair() {
        do {
            component = new Components().find();
        } while (leave());
        Map<Integer, List<Integer>> places = new LinkedHashMap<>();
        for (int n = 0; n < nodes; n++) {
            if (stays(n)) {
                places.computeIfAbsent(component[n], c -> new ArrayList<>()).add(n);
            }
        }
        List<Loop> loops = new ArrayList<>();
        for (List<Integer> place : places.values()) {
            int always = 0xFF;
            int moving = 0;
            for (int n : place) {
                always &= edges.enabled(n);
                moving |= moving(n);
            }
            if ((always & ~moving) == 0) {
                loops.add(round(place, always));
            }
        }
        return loops;
    }

    /** Removes the steps by which the environment can leave its component; whether there were any. */
    private boolean leave() {
        boolean any = false;
        for (int n = 0; n < nodes; n++) {
            for (int i = first[n]; i < first[n + 1]; i++) {
                int e = sorted[i];
                if (!gone.get(e) && component[edges.to(e)] != component[n]) {
                    any = true;
                    int action = action(e);
                    for (int j = first[n]; j < first[n + 1]; j++) {
                        if (action(sorted[j]) == action) {
                            gone.set(sorted[j]);
                        }
                    }
                }
            }
        }
        return any;
    }

    /** All alternatives of one choice share this number. */
    private int action(int edge) {
        int move = edges.move(edge);
        return Nodes.move(Nodes.thread(move), 0, Nodes.operation(move));
    }

    private boolean stays(int node) {
        return moving(node) != 0;
    }

    private int moving(int node) {
        int threads = 0;
        for (int i = first[node]; i < first[node + 1]; i++) {
            if (!gone.get(sorted[i])) {
                threads |= 1 << Nodes.thread(edges.move(sorted[i]));
            }
        }
        return threads;
    }

    /** Goes round once so that everyone who can always step has stepped and everyone else was once unable to. */
    private Loop round(List<Integer> place, int always) {
        int entry = place.get(0);
        List<Integer> moves = new ArrayList<>();
        int at = entry;
        int missing = always;
        int free = 0xFF & ~always;
        while (missing != 0 || free != 0) {
            int wanted = missing;
            int unable = free;
            at = walk(at, moves, n -> (moving(n) & wanted) != 0 || (~edges.enabled(n) & unable) != 0);
            free &= edges.enabled(at);
            for (int i = first[at]; i < first[at + 1]; i++) {
                int e = sorted[i];
                int bit = 1 << Nodes.thread(edges.move(e));
                if (!gone.get(e) && (missing & bit) != 0) {
                    missing &= ~bit;
                    moves.add(edges.move(e));
                    at = edges.to(e);
                    break;
                }
            }
        }
        if (moves.isEmpty()) {
            int e = sorted[firstStaying(entry)];
            moves.add(edges.move(e));
            at = edges.to(e);
        }
        walk(at, moves, n -> n == entry);
        return new Loop(entry, moves);
    }

    private int firstStaying(int node) {
        int i = first[node];
        while (gone.get(sorted[i])) {
            i++;
        }
        return i;
    }

    /** The shortest way inside the place to a state of this kind; it exists. */
    private int walk(int start, List<Integer> moves, IntPredicate goal) {
        Map<Integer, Integer> by = new HashMap<>();
        Deque<Integer> queue = new ArrayDeque<>(List.of(start));
        by.put(start, NONE);
        while (true) {
            int n = queue.remove();
            if (goal.test(n)) {
                List<Integer> back = new ArrayList<>();
                for (int e = by.getOrDefault(n, NONE); e != NONE; e = by.getOrDefault(edges.from(e), NONE)) {
                    back.add(edges.move(e));
                }
                Collections.reverse(back);
                moves.addAll(back);
                return n;
            }
            for (int i = first[n]; i < first[n + 1]; i++) {
                int e = sorted[i];
                if (!gone.get(e) && by.putIfAbsent(edges.to(e), e) == null) {
                    queue.add(edges.to(e));
                }
            }
        }
    }

    /** Strongly connected components by Tarjan's algorithm, with a stack of its own. */
    private final class Components {
        private final int[] component = new int[nodes];
        private final int[] index = new int[nodes];
        private final int[] low = new int[nodes];
        private final int[] edge = new int[nodes];
        private final int[] stack = new int[nodes];
        private final int[] path = new int[nodes];
        private int onStack;
        private int onPath;
        private int visited;
        private int components;

        int[] find() {
            Arrays.fill(component, NONE);
            for (int n = 0; n < nodes; n++) {
                if (index[n] == 0) {
                    search(n);
                }
            }
            return component;
        }

        private void search(int root) {
            enter(root);
            while (onPath > 0) {
                int n = path[onPath - 1];
                if (edge[n] == first[n + 1]) {
                    leave(n);
                    continue;
                }
                int e = sorted[edge[n]++];
                int to = edges.to(e);
                if (gone.get(e)) {
                    continue;
                }
                if (index[to] == 0) {
                    enter(to);
                } else if (component[to] == NONE) {
                    low[n] = Math.min(low[n], index[to]);
                }
            }
        }

        private void enter(int n) {
            index[n] = ++visited;
            low[n] = visited;
            edge[n] = first[n];
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
                int member;
                do {
                    member = stack[--onStack];
                    component[member] = components;
                } while (member != n);
                components++;
            }
        }
    }
}
