package io.mmcheck.explore.why;

import io.mmcheck.explore.Run;
import io.mmcheck.explore.Schedule;
import io.mmcheck.machine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the passing run that is closest to the failing one: of those that differ in one segment, then of those that differ in one
 * answer of the environment, then of those that differ in two segments; of several, the one of the fewest segments, then the one
 * that moves the fewest steps.
 */
final class NearestSearch<M extends State> {
    private static final int MOST_RUNS = 50_000;

    private final Graph<M> graph;
    private final int threads;
    private final List<Integer> failing;
    private final List<Answer> answers;
    private int runs;
    private @Nullable Passing best;

    /** A run that passes, and what was changed for it. */
    private record Passing(List<Integer> path, List<String> changes, int segments, int moved) {}

    /** A schedule, what was changed so far, and by how many steps. */
    private record Changed(Variant variant, List<String> changes, int moved) {}

    NearestSearch(Graph<M> graph, int threads, List<Integer> failing, List<Answer> answers) {
        this.graph = graph;
        this.threads = threads;
        this.failing = failing;
        this.answers = answers;
    }

    Nearest<M> find(boolean endless) {
        if (!graph.canPass().get(0)) {
            return new Nearest<>(null, List.of(), 0, proof(true, "no run passes"));
        }
        Changed same = new Changed(new Variant(segments(failing), answers), List.of(), 0);
        List<Changed> one = segmentChanges(same, 0);
        if (endless) {
            tryRun(new Changed(same.variant, List.of("the loop is left after one round"), 0));
        }
        one.forEach(this::tryRun);
        if (best == null) {
            answerChanges(same).forEach(this::tryRun);
        }
        for (int i = 0; i < one.size() && best == null && runs < MOST_RUNS; i++) {
            segmentChanges(one.get(i), 0).forEach(this::tryRun);
        }
        if (best != null) {
            return nearest(best.path, best.changes, proof(true, "no run of fewer changes passes"));
        }
        Keeping all = new Keeping(graph, graph.canPass(), List.of(), answers);
        List<Integer> other = all.passing(failing);
        if (other == null && all.cut()) {
            return new Nearest<>(null, List.of(), 0, proof(false, "not proven"));
        }
        return other == null
                ? new Nearest<>(null, List.of(), 0, proof(true, "no run passes with these answers of the environment"))
                : nearest(other, List.of("more than two segments"), proof(false, "not proven to be the nearest"));
    }

    private Nearest<M> nearest(List<Integer> path, List<String> changes, Proof proof) {
        Run<M> run = graph.run(path);
        return new Nearest<>(run, changes, run.preemptions(), proof);
    }

    private Proof proof(boolean proven, String text) {
        return new Proof(proven, graph.size(), String.format(Locale.ROOT, "%s: %,d states", text, graph.size()));
    }

    private void tryRun(Changed changed) {
        runs++;
        List<Integer> path = changed.variant.run(graph, threads);
        int end = path.isEmpty() ? 0 : graph.target(path.get(path.size() - 1));
        if (graph.passed(end)) {
            int segments = segments(path).size();
            Passing old = best;
            if (old == null || segments < old.segments || segments == old.segments && changed.moved < old.moved) {
                best = new Passing(path, changed.changes, segments, changed.moved);
            }
        }
    }

    private List<Schedule.Segment> segments(List<Integer> path) {
        List<Schedule.Segment> segments = new ArrayList<>();
        for (int i = 0; i < path.size(); ) {
            int thread = graph.thread(path.get(i));
            int from = i;
            while (i < path.size() && graph.thread(path.get(i)) == thread) {
                i++;
            }
            segments.add(new Schedule.Segment(thread, i - from));
        }
        return segments;
    }

    /** Every other length of every segment, and every segment put in between two others, up to the length of the run. */
    private List<Changed> segmentChanges(Changed from, int first) {
        List<Changed> changes = new ArrayList<>();
        List<Schedule.Segment> segments = from.variant.segments();
        for (int s = first; s <= segments.size(); s++) {
            for (int t = 0; t < threads; t++) {
                boolean own = s < segments.size() && segments.get(s).thread() == t;
                boolean before = s > 0 && segments.get(s - 1).thread() == t;
                int old = own ? segments.get(s).length() : 0;
                for (int length = 0; (own || !before) && length <= failing.size(); length++) {
                    Variant variant = own
                            ? from.variant.with(s, new Schedule.Segment(t, length))
                            : from.variant.with(s, insert(segments, s, new Schedule.Segment(t, length)));
                    if (length != old) {
                        List<String> texts = new ArrayList<>(from.changes);
                        texts.add(text(s, t, old, length));
                        changes.add(new Changed(variant, texts, from.moved + Math.abs(length - old)));
                    }
                }
            }
        }
        return changes;
    }

    private static String text(int segment, int thread, int old, int length) {
        String name = "segment " + (segment + 1);
        String steps = "T" + thread + " x " + length;
        return old == 0
                ? "before " + name + ", " + steps
                : length == 0
                        ? "without " + name + ", T" + thread + " x " + old
                        : name + ", " + steps + " instead of x " + old;
    }

    private static Schedule.Segment[] insert(List<Schedule.Segment> segments, int at, Schedule.Segment more) {
        return at < segments.size() ? new Schedule.Segment[] {more, segments.get(at)} : new Schedule.Segment[] {more};
    }

    private List<Changed> answerChanges(Changed from) {
        List<Changed> changes = new ArrayList<>();
        int node = 0;
        for (int i = 0; i < failing.size(); i++) {
            int edge = failing.get(i);
            for (int e = graph.first(node); e < graph.first(node + 1); e++) {
                if (graph.siteOf(e) == graph.siteOf(edge) && e != edge) {
                    Event at = event(i);
                    List<Answer> others = new ArrayList<>(
                            answers.stream().filter(a -> !a.at().equals(at)).toList());
                    List<Integer> prefix = new ArrayList<>(failing.subList(0, i));
                    prefix.add(e);
                    String choice = choice(prefix);
                    if (graph.alternative(e) != 0) {
                        others.add(new Answer(at, graph.alternative(e), choice));
                    }
                    int unusual = graph.alternative(e) == 0 ? 0 : 1;
                    changes.add(new Changed(
                            new Variant(from.variant.segments(), others), List.of(at + ": " + choice), unusual));
                }
            }
            node = graph.target(edge);
        }
        return changes;
    }

    private String choice(List<Integer> path) {
        Run<M> run = graph.run(path);
        return String.valueOf(run.moved(run.steps() - 1).choice());
    }

    private Event event(int step) {
        int site = graph.siteOf(failing.get(step));
        int times = 0;
        for (int i = 0; i <= step; i++) {
            times += graph.siteOf(failing.get(i)) == site ? 1 : 0;
        }
        Graph.Site s = graph.site(site);
        return new Event(s.thread(), s.operation(), s.label(), times);
    }
}
