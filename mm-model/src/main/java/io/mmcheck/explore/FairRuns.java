package io.mmcheck.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
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

    /** The fair runs that come by some point of this kind for ever. */
    FairRuns(Map<P, Map<Integer, List<P>>> steps, Predicate<P> by) {
        this.steps = steps;
        this.inside = new HashSet<>(steps.keySet());
        Set<Integer> threads = new TreeSet<>();
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

    boolean exist() {
        return !inside.isEmpty();
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
