package io.mmcheck.explore.why;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** All runs of a graph that keep some orders, with given answers of the environment: a graph of its own, with more states. */
final class Keeping {
    private static final int NONE = -1;

    /** What fits into a small heap. */
    private static final int MOST = 2_000_000;

    private final Graph<?> graph;
    private final BitSet within;
    private final Track track;

    private final Map<Long, Integer> numbers = new HashMap<>();
    /** What there can be to remember, numbered. */
    private final Map<Long, Integer> memories = new HashMap<>();

    private int[] nodes = new int[1024];
    private long[] states = new long[1024];
    private int size;
    private int[] from = new int[1024];
    private int[] edgeOf = new int[1024];
    private int[] to = new int[1024];
    /** The moves by the state they leave: those of n are {@code first[n] .. first[n + 1] - 1}. */
    private int[] first = new int[1024];

    private int moves;

    /** Only the states within some are looked at. */
    Keeping(Graph<?> graph, BitSet within, List<Order> orders, List<Answer> answers) {
        this.graph = graph;
        this.within = within;
        this.track = new Track(graph, orders, answers);
        if (within.get(0)) {
            number(0, 0);
        }
        for (int n = 0; n < size; n++) {
            first[n] = moves;
            if (size <= MOST) {
                expand(n);
            }
        }
        first[size] = moves;
    }

    /** Whether there are too many states to look at all: then there may be runs that are not seen. */
    boolean cut() {
        return size > MOST;
    }

    private void expand(int n) {
        int node = nodes[n];
        for (int e = graph.first(node); e < graph.first(node + 1); e++) {
            long next = within.get(graph.target(e)) ? after(states[n], e) : Track.BROKEN;
            if (next != Track.BROKEN) {
                if (moves == to.length) {
                    from = Arrays.copyOf(from, moves * 2);
                    to = Arrays.copyOf(to, moves * 2);
                    edgeOf = Arrays.copyOf(edgeOf, moves * 2);
                }
                from[moves] = n;
                edgeOf[moves] = e;
                to[moves++] = number(graph.target(e), next);
            }
        }
    }

    /** What to remember after an edge, if it is the one that the environment's answer leads along and breaks no order. */
    private long after(long state, int edge) {
        int site = graph.siteOf(edge);
        return track.answer(state, site) == graph.alternative(edge) ? track.step(state, site) : Track.BROKEN;
    }

    private long key(int node, long state) {
        return (long) memories.computeIfAbsent(state, s -> memories.size()) << 32 | node;
    }

    private int number(int node, long state) {
        Integer known = numbers.putIfAbsent(key(node, state), size);
        if (known != null) {
            return known;
        }
        if (size + 1 == nodes.length) {
            first = Arrays.copyOf(first, nodes.length * 2);
            nodes = Arrays.copyOf(nodes, nodes.length * 2);
            states = Arrays.copyOf(states, states.length * 2);
        }
        nodes[size] = node;
        states[size] = state;
        return size++;
    }

    /** How many states were looked at. */
    int size() {
        return size;
    }

    int moves() {
        return moves;
    }

    int first(int state) {
        return first[state];
    }

    int target(int move) {
        return to[move];
    }

    boolean violated(int state) {
        return graph.violated(nodes[state]);
    }

    boolean passed(int state) {
        return graph.passed(nodes[state]);
    }

    /** The states from which one of these can be reached. */
    BitSet canReach(IntPredicate goal) {
        return new Back(size, from, to, moves).from(goal);
    }

    /** The states along a path that keeps the orders and gets these answers, the first one included. */
    List<Integer> along(List<Integer> path) {
        List<Integer> along = new ArrayList<>(List.of(0));
        int at = 0;
        for (int edge : path) {
            at = numbers.getOrDefault(key(graph.target(edge), after(states[at], edge)), NONE);
            along.add(at);
        }
        return along;
    }

    /**
     * A run that passes, or null if none is seen. It does what the failing one does as long as it can, and then switches threads as
     * rarely as it can.
     */
    @Nullable
    List<Integer> passing(List<Integer> failing) {
        BitSet passing = canReach(this::passed);
        if (size == 0 || !passing.get(0)) {
            return null;
        }
        List<Integer> path = new ArrayList<>();
        int at = 0;
        for (int edge : failing) {
            long next = within.get(graph.target(edge)) ? after(states[at], edge) : Track.BROKEN;
            int n = next == Track.BROKEN ? NONE : numbers.getOrDefault(key(graph.target(edge), next), NONE);
            if (n == NONE || !passing.get(n)) {
                break;
            }
            path.add(edge);
            at = n;
        }
        int last = path.isEmpty() ? NONE : graph.thread(path.get(path.size() - 1));
        path.addAll(rest(at, last, passing));
        return path;
    }

    /** The way on to the end of the fewest switches, by breadth-first search in order of switches. */
    private List<Integer> rest(int start, int last, BitSet passing) {
        Map<Long, Integer> by = new HashMap<>();
        Deque<long[]> queue = new ArrayDeque<>();
        queue.add(new long[] {start, last, NONE});
        while (true) {
            long[] next = queue.removeFirst();
            int n = (int) next[0];
            int thread = (int) next[1];
            long key = (long) n << 4 | thread + 1;
            if (by.putIfAbsent(key, (int) next[2]) != null) {
                continue;
            }
            if (graph.passed(nodes[n])) {
                return back(by, n, thread, start, last);
            }
            for (int i = first[n]; i < first[n + 1]; i++) {
                if (passing.get(to[i])) {
                    int mover = graph.thread(edgeOf[i]);
                    long[] step = {to[i], mover, (long) i << 4 | thread + 1};
                    if (mover == thread) {
                        queue.addFirst(step);
                    } else {
                        queue.addLast(step);
                    }
                }
            }
        }
    }

    private List<Integer> back(Map<Long, Integer> by, int end, int endThread, int start, int last) {
        List<Integer> path = new ArrayList<>();
        int n = end;
        int thread = endThread;
        while (n != start || thread != last) {
            int move = by.getOrDefault((long) n << 4 | thread + 1, NONE);
            path.add(edgeOf[move >> 4]);
            n = from[move >> 4];
            thread = (move & 15) - 1;
        }
        Collections.reverse(path);
        return path;
    }
}
