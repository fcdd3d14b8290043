package io.mmcheck.explore.why;

import io.mmcheck.explore.Schedule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A schedule on a graph, as {@link Schedule} means it: segments that end early when their thread cannot go on, and everyone
 * finishes in order behind them; answers of the environment go with their events, so they stay where they belong when steps move.
 */
record Variant(List<Schedule.Segment> segments, List<Answer> answers) {
    private static final int LIMIT = 1 << 16;

    /** The path that it takes. */
    List<Integer> run(Graph<?> graph, int threads) {
        return new Runner(graph, new Track(graph, List.of(), answers)).run(segments, threads);
    }

    /** The same with another segment in place of one, or none. */
    Variant with(int number, Schedule.Segment... instead) {
        List<Schedule.Segment> all = new ArrayList<>(segments);
        if (number < all.size()) {
            all.remove(number);
        }
        all.addAll(number, List.of(instead));
        return new Variant(all, answers);
    }

    private static final class Runner {
        private final Graph<?> graph;
        private final Track track;
        private final List<Integer> path = new ArrayList<>();
        private int node;
        private long state;

        Runner(Graph<?> graph, Track track) {
            this.graph = graph;
            this.track = track;
        }

        List<Integer> run(List<Schedule.Segment> segments, int threads) {
            for (Schedule.Segment segment : segments) {
                for (int n = 0; n < segment.length() && step(segment.thread()); n++) {
                    // every step is in the condition
                }
            }
            Set<Integer> rounds = new HashSet<>();
            while (rounds.add(node)) {
                for (int t = 0; t < threads; t++) {
                    Set<Integer> seen = new HashSet<>();
                    while (seen.add(node) && step(t)) {
                        // every step is in the condition
                    }
                }
            }
            return path;
        }

        private boolean step(int thread) {
            for (int e = graph.first(node); e < graph.first(node + 1) && path.size() < LIMIT; e++) {
                int site = graph.siteOf(e);
                if (graph.thread(e) == thread && track.answer(state, site) == graph.alternative(e)) {
                    state = track.step(state, site);
                    path.add(e);
                    node = graph.target(e);
                    return true;
                }
            }
            return false;
        }
    }
}
