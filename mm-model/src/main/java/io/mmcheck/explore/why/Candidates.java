package io.mmcheck.explore.why;

import io.mmcheck.explore.Found;
import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every order that the failing run keeps, and how much each asks for: an early step before a late one asks for little. Of a run
 * without end, every order that its loop keeps in each round.
 */
final class Candidates {
    private static final int NEVER = Integer.MAX_VALUE;

    /** A step that some passing run never takes is rather an effect of the fault than its reason. */
    private static final int EFFECT = 100_000;

    private final Graph<?> graph;
    private final boolean each;
    private final List<Event> events = new ArrayList<>();
    private final List<Integer> sites = new ArrayList<>();
    private final Map<Event, Integer> numbers = new HashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final BitSet effects = new BitSet();

    /** An order, by the numbers of its events. */
    private record Pair(int first, int then, int weight) {}

    private Candidates(Graph<?> graph, boolean each) {
        this.graph = graph;
        this.each = each;
    }

    static <M extends State> Candidates of(Graph<M> graph, List<Integer> failing, Found<M> found) {
        Candidates candidates = new Candidates(graph, found.lasso() != null);
        if (found.lasso() == null) {
            candidates.ofRun(failing, found.run().last());
        } else {
            candidates.ofLoop(failing, failing.subList(found.run().steps(), failing.size()));
        }
        return candidates;
    }

    private void ofRun(List<Integer> failing, World<?> last) {
        Map<Integer, Integer> times = new HashMap<>();
        for (int edge : failing) {
            event(graph.siteOf(edge), times.merge(graph.siteOf(edge), 1, Integer::sum));
        }
        int taken = events.size();
        // where a thread stands when the run is over has not been done: everything else came before it
        for (int t = 0; t < last.threads(); t++) {
            int site = last.frame(t) == null ? -1 : graph.siteNumber(Graph.site(last, t));
            if (site >= 0) {
                event(site, times.merge(site, 1, Integer::sum));
            }
        }
        int[] rank = new int[events.size()];
        int[] steps = new int[last.threads()];
        for (int i = 0; i < rank.length; i++) {
            rank[i] = steps[events.get(i).thread()]++;
        }
        for (int a = 0; a < taken; a++) {
            for (int b = a + 1; b < events.size(); b++) {
                pair(a, b, rank[a] + steps[events.get(b).thread()] - 1 - rank[b]);
            }
        }
    }

    private void ofLoop(List<Integer> failing, List<Integer> loop) {
        List<Integer> turns = new ArrayList<>();
        for (int edge : loop) {
            int number = events.size();
            if (!sites.contains(graph.siteOf(edge))) {
                event(graph.siteOf(edge), Event.EACH);
            } else {
                number = sites.indexOf(graph.siteOf(edge));
            }
            turns.add(number);
        }
        List<Integer> rounds = new ArrayList<>(failing);
        rounds.addAll(loop);
        for (int a = 0; a < events.size(); a++) {
            for (int b = 0; b < events.size(); b++) {
                int weight = loop.size() - Math.floorMod(turns.indexOf(b) - turns.indexOf(a), loop.size());
                if (!breaksRounds(rounds, new Pair(a, b, weight))) {
                    pair(a, b, weight);
                }
            }
        }
    }

    private void event(int site, int occurrence) {
        Graph.Site s = graph.site(site);
        Event event = new Event(s.thread(), s.operation(), s.label(), occurrence);
        numbers.put(event, events.size());
        events.add(event);
        sites.add(site);
    }

    private void pair(int first, int then, int weight) {
        int latest = Math.max(events.get(first).occurrence(), events.get(then).occurrence());
        if (events.get(first).thread() != events.get(then).thread() && latest <= Track.MOST_TIMES) {
            pairs.add(new Pair(first, then, weight));
        }
    }

    int[] weights() {
        return pairs.stream()
                .mapToInt(pair -> pair.weight + (effects.get(pair.first) ? EFFECT : 0))
                .toArray();
    }

    Order order(int number) {
        Pair pair = pairs.get(number);
        return new Order(events.get(pair.first), events.get(pair.then));
    }

    /** The orders that a passing run breaks. */
    BitSet brokenBy(List<Integer> run) {
        int[] positions = positions(run);
        BitSet broken = new BitSet();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            broken.set(i, each ? breaksRounds(run, pair) : positions[pair.then] < positions[pair.first]);
        }
        for (int e = 0; e < positions.length && !each; e++) {
            if (positions[e] == NEVER) {
                effects.set(e);
            }
        }
        return broken;
    }

    private int[] positions(List<Integer> run) {
        int[] positions = new int[events.size()];
        Arrays.fill(positions, NEVER);
        Map<Integer, Integer> times = new HashMap<>();
        for (int i = 0; i < run.size(); i++) {
            int site = graph.siteOf(run.get(i));
            Graph.Site s = graph.site(site);
            int occurrence = times.merge(site, 1, Integer::sum);
            Integer number = numbers.get(new Event(s.thread(), s.operation(), s.label(), occurrence));
            if (number != null) {
                positions[number] = i;
            }
        }
        return positions;
    }

    private boolean breaksRounds(List<Integer> run, Pair pair) {
        int first = sites.get(pair.first);
        int then = sites.get(pair.then);
        boolean ready = false;
        for (int edge : run) {
            int site = graph.siteOf(edge);
            if (site == then && !ready) {
                return true;
            }
            ready = site == first || ready && site != then;
        }
        return false;
    }
}
