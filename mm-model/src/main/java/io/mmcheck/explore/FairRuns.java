package io.mmcheck.explore;

import io.mmcheck.program.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * From where a fair run can go on for ever and come by a given point again and again. That is the largest set of points such
 * that
 *
 * <ul>
 *   <li>in every point some thread can step and stay inside, whatever the environment chooses;
 *   <li>by such steps one can get from everywhere to the given point;
 *   <li>and for each thread, from everywhere to where it takes such a step or is unable to step.
 * </ul>
 *
 * This is what {@link Loops} looks for, said in another way and found in another way, for {@link CertificateChecker}.
 *
 * @param <P> what tells states apart
 */
final class FairRuns<P> {
    /** What the step of each thread that can step leads to; points that are not in here are left for ever. */
    private final Map<P, Map<Integer, List<P>>> steps;

    private final Set<P> inside;
    private final Set<Integer> threads = new TreeSet<>();

    /** The step of a thread, and what it leads to. */
    record Step<P>(int thread, P to) {}

    /** The fair runs that come by some point of this kind for ever. */
    FairRuns(Map<P, Map<Integer, List<P>>> steps, Predicate<P> by) {
        this.steps = steps;
        this.inside = new HashSet<>(steps.keySet());
        steps.values().forEach(byThread -> threads.addAll(byThread.keySet()));
        int before;
        do {
            before = inside.size();
            inside.removeIf(point -> staying(point).isEmpty());
            keep(by);
            for (int t : threads) {
                keep(point -> !from(point).containsKey(t) || staying(point).contains(t));
            }
        } while (inside.size() < before);
    }

    /** The threads that can step. */
    static Set<Integer> able(World<?> world) {
        Set<Integer> threads = new TreeSet<>();
        for (int t = 0; t < world.threads(); t++) {
            if (!world.step(t).isEmpty()) {
                threads.add(t);
            }
        }
        return threads;
    }

    /** The points that such runs go through. */
    Set<P> inside() {
        return Collections.unmodifiableSet(inside);
    }

    /** A way round from a point that all of this can come back to: every thread steps in it, or is once unable to. */
    List<Step<P>> round(P entry) {
        List<Step<P>> round = new ArrayList<>();
        for (int t : threads) {
            P at = walk(
                    entry,
                    round,
                    point -> !from(point).containsKey(t) || staying(point).contains(t));
            if (staying(at).contains(t)) {
                round.add(new Step<>(t, to(at, t).get(0)));
            }
        }
        walk(entry, round, entry::equals);
        return round;
    }

    /** Lengthens a way by the shortest one to a point of this kind; where it ends. */
    private P walk(P entry, List<Step<P>> way, Predicate<P> goal) {
        P start = way.isEmpty() ? entry : way.get(way.size() - 1).to;
        Map<P, List<Step<P>>> ways = new HashMap<>(Map.of(start, List.of()));
        Deque<P> queue = new ArrayDeque<>(List.of(start));
        while (true) {
            P point = queue.remove();
            List<Step<P>> here = ways.getOrDefault(point, List.of());
            if (goal.test(point)) {
                way.addAll(here);
                return point;
            }
            for (int t : staying(point)) {
                for (P to : to(point, t)) {
                    if (!ways.containsKey(to)) {
                        List<Step<P>> longer = new ArrayList<>(here);
                        longer.add(new Step<>(t, to));
                        ways.put(to, longer);
                        queue.add(to);
                    }
                }
            }
        }
    }

    /** The threads whose step from here is part of such runs, whatever the environment chooses. */
    Set<Integer> staying(P point) {
        Set<Integer> threads =
                new TreeSet<>(inside.contains(point) ? from(point).keySet() : Set.of());
        threads.removeIf(t -> !inside.containsAll(to(point, t)));
        return threads;
    }

    private Map<Integer, List<P>> from(P point) {
        return steps.getOrDefault(point, Map.of());
    }

    private List<P> to(P point, int thread) {
        return from(point).getOrDefault(thread, List.of());
    }

    /** Leaves only the points from which one of this kind can be reached inside. */
    private void keep(Predicate<P> goal) {
        Map<P, List<P>> back = new HashMap<>();
        for (P point : inside) {
            for (int t : staying(point)) {
                to(point, t)
                        .forEach(to ->
                                back.computeIfAbsent(to, x -> new ArrayList<>()).add(point));
            }
        }
        Set<P> kept = new HashSet<>();
        Deque<P> next = new ArrayDeque<>(inside.stream().filter(goal).toList());
        while (!next.isEmpty()) {
            P point = next.remove();
            if (kept.add(point)) {
                next.addAll(back.getOrDefault(point, List.of()));
            }
        }
        inside.retainAll(kept);
    }
}
