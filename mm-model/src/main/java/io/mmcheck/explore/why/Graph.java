package io.mmcheck.explore.why;

import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.Violation;
import io.mmcheck.explore.Wait;
import io.mmcheck.machine.State;
import io.mmcheck.program.Frame;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All runs of one scenario until they end or violate one property, as a graph of numbers: every order of steps, and every answer
 * of the environment unless that is too much. States are told apart by equality.
 */
final class Graph<M extends State> {
    /** A place where a thread stands inside one of its operations; each step taken there is an {@link Event}. */
    record Site(int thread, int operation, String label) {}

    /** What tells two states apart. */
    private record Point(World<?> world, Object state) {}

    private static final byte GOES_ON = 0;
    private static final byte PASSED = 1;
    private static final byte VIOLATED = 2;
    private static final int NONE = -1;

    private final World<M> start;
    private final Monitor<M> monitor;
    private final Predicate<Site> everyAnswer;
    private final Map<Point, Integer> numbers = new HashMap<>();
    private final List<Point> points = new ArrayList<>();
    private final Map<Site, Integer> siteNumbers = new HashMap<>();
    private final List<Site> sites = new ArrayList<>();
    private byte[] ends = new byte[1024];
    /** The edges by the state they leave: those of n are {@code first[n] .. first[n + 1] - 1}. */
    private int[] first = new int[1024];

    private int[] targets = new int[4096];
    private int[] siteOf = new int[4096];
    private int[] alternatives = new int[4096];
    private int edges;
    private int size;
    private int violated = NONE;

    private Graph(World<M> start, Monitor<M> monitor, Predicate<Site> everyAnswer) {
        this.start = start;
        this.monitor = monitor;
        this.everyAnswer = everyAnswer;
    }

    /**
     * The graph, or null if it has more states than the limit.
     *
     * @param everyAnswer where the environment may give any answer; elsewhere it gives its usual one
     */
    static <M extends State> @Nullable Graph<M> of(
            World<M> start, Monitor<M> monitor, Predicate<Site> everyAnswer, long limit) {
        Graph<M> graph = new Graph<>(start, monitor, everyAnswer);
        return graph.build(limit) ? graph : null;
    }

    @SuppressWarnings("unchecked") // all worlds are of one machine
    private boolean build(long limit) {
        number(new Point(start, monitor.start(start)), start.oops() == null ? GOES_ON : PASSED);
        for (int n = 0; n < size; n++) {
            first[n] = edges;
            if (ends[n] == GOES_ON) {
                Point point = points.get(n);
                expand(n, (World<M>) point.world, point.state);
            }
            if (size > limit) {
                return false;
            }
        }
        first[size] = edges;
        return true;
    }

    private void expand(int n, World<M> world, Object state) {
        boolean any = false;
        for (int t = 0; t < world.threads(); t++) {
            List<World<M>> next = world.step(t);
            if (!next.isEmpty()) {
                any = true;
                int site = number(site(world, t));
                int answers = everyAnswer.test(sites.get(site)) ? next.size() : 1;
                for (int a = 0; a < answers; a++) {
                    World<M> after = next.get(a);
                    add(site, a, reach(after, monitor.judge(state, world, after)));
                }
            }
        }
        if (!any) {
            String lost =
                    world.finished() ? monitor.atEnd(state, world) : monitor.whenStuck(state, world, waits(world));
            ends[n] = lost == null ? PASSED : VIOLATED;
        }
    }

    private static <M extends State> List<Wait> waits(World<M> world) {
        List<Wait> waits = new ArrayList<>();
        for (int t = 0; t < world.threads(); t++) {
            Object on = world.waitsFor(t);
            if (on != null) {
                waits.add(new Wait(t, on));
            }
        }
        return waits;
    }

    /** The number of a state; all that violate share one, for the run is over there. */
    private int reach(World<M> world, Object judged) {
        if (!(judged instanceof Violation)) {
            return number(new Point(world, judged), world.oops() == null ? GOES_ON : PASSED);
        }
        if (violated == NONE) {
            violated = number(new Point(world, judged), VIOLATED);
        }
        return violated;
    }

    private int number(Point point, byte end) {
        Integer known = numbers.putIfAbsent(point, size);
        if (known != null) {
            return known;
        }
        if (size + 1 >= first.length) {
            first = Arrays.copyOf(first, first.length * 2);
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        points.add(point);
        ends[size] = end;
        return size++;
    }

    private int number(Site site) {
        Integer known = siteNumbers.putIfAbsent(site, sites.size());
        if (known != null) {
            return known;
        }
        sites.add(site);
        return sites.size() - 1;
    }

    private void add(int site, int alternative, int target) {
        if (edges == targets.length) {
            targets = Arrays.copyOf(targets, edges * 2);
            siteOf = Arrays.copyOf(siteOf, edges * 2);
            alternatives = Arrays.copyOf(alternatives, edges * 2);
        }
        targets[edges] = target;
        siteOf[edges] = site;
        alternatives[edges] = alternative;
        edges++;
    }

    /** Where a thread that is not done stands. */
    static Site site(World<?> world, int thread) {
        Frame frame = Objects.requireNonNull(world.frame(thread));
        return new Site(thread, world.begun(thread) - 1, frame.place().toString());
    }

    int size() {
        return size;
    }

    int sites() {
        return sites.size();
    }

    Site site(int number) {
        return sites.get(number);
    }

    /** The number of a site, or -1 if no run comes there. */
    int siteNumber(Site site) {
        return siteNumbers.getOrDefault(site, NONE);
    }

    boolean passed(int node) {
        return ends[node] == PASSED;
    }

    boolean violated(int node) {
        return ends[node] == VIOLATED;
    }

    /** The first edge that leaves a state; the last one is before that of the next. */
    int first(int node) {
        return first[node];
    }

    int target(int edge) {
        return targets[edge];
    }

    int siteOf(int edge) {
        return siteOf[edge];
    }

    int thread(int edge) {
        return sites.get(siteOf[edge]).thread;
    }

    int alternative(int edge) {
        return alternatives[edge];
    }

    /** The edge of a thread with this answer of the environment, or -1. */
    int edge(int node, int thread, int alternative) {
        for (int e = first[node]; e < first[node + 1]; e++) {
            if (thread(e) == thread && alternatives[e] == alternative) {
                return e;
            }
        }
        return NONE;
    }

    BitSet all() {
        BitSet all = new BitSet(size);
        all.set(0, size);
        return all;
    }

    /** The states from which some run passes. */
    BitSet canPass() {
        int[] from = new int[edges];
        for (int n = 0; n < size; n++) {
            Arrays.fill(from, first[n], first[n + 1], n);
        }
        return new Back(size, from, targets, edges).from(this::passed);
    }

    /** A run of this kernel and scenario as edges. */
    List<Integer> path(Run<M> run) {
        List<Integer> path = new ArrayList<>();
        int node = 0;
        for (int i = 0; i < run.steps() && first[node] < first[node + 1]; i++) {
            int edge = edge(node, run.moved(i).thread(), run.moved(i).alternative());
            if (edge == NONE) {
                throw new IllegalStateException("step " + i + " is in no run of the graph: "
                        + run.moved(i).place());
            }
            path.add(edge);
            node = targets[edge];
        }
        return path;
    }

    /** The worlds along a path. */
    Run<M> run(List<Integer> path) {
        List<World<M>> worlds = new ArrayList<>();
        World<M> world = start;
        for (int edge : path) {
            world = world.step(thread(edge)).get(alternatives[edge]);
            worlds.add(world);
        }
        return new Run<>(start, worlds);
    }
}
