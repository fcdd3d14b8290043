package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who moves when, as data. A segment is a number of consecutive steps of one thread; it ends early when the thread blocks or has
 * nothing left. Behind the last segment everyone finishes: in rounds, each thread in turn goes on until it cannot. A bug that
 * needs no race therefore has the empty schedule.
 *
 * <p>A <em>preemption</em> is a segment that ends while its thread could still step and another goes on. Blocking, sleeping and
 * finishing are none, and neither is standing between two operations: which system call comes first is a matter of the scenario,
 * not of the scheduler. What the environment chooses is none either.
 *
 * @param segments in order
 * @param choices where the environment did not choose its first alternative, by the number of the step in the run, from 0
 */
public record Schedule(List<Segment> segments, List<Choice> choices) {
    /** Everyone finishes in the order of threads, and the environment always chooses its first alternative. */
    public static final Schedule EMPTY = new Schedule(List.of(), List.of());

    /** Consecutive steps of one thread. */
    public record Segment(int thread, int length) {}

    /** What the environment chose at a step, as the index of the alternative. */
    public record Choice(int step, int alternative) {}

    public Schedule {
        segments = List.copyOf(segments);
        choices = List.copyOf(choices);
    }

    /** How many steps the segments have. */
    public int length() {
        return segments.stream().mapToInt(Segment::length).sum();
    }

    /** Runs it to the end, but at most so many steps. */
    public <M extends State> Run<M> run(World<M> start, int limit) {
        return new Runner<>(this, start, limit).run();
    }

    /**
     * The shortest schedule of which the first steps are those of this run: segments that the order of finishing repeats by
     * itself are left out.
     */
    public static <M extends State> Schedule of(Run<M> run) {
        Schedule all = run.schedule();
        for (int n = 0; n < all.segments.size(); n++) {
            Schedule shorter = new Schedule(all.segments.subList(0, n), all.choices);
            if (startsWith(shorter.run(run.start(), run.steps()), run)) {
                return shorter;
            }
        }
        return all;
    }

    private static <M extends State> boolean startsWith(Run<M> run, Run<M> prefix) {
        if (run.steps() < prefix.steps()) {
            return false;
        }
        for (int i = 0; i < prefix.steps(); i++) {
            if (run.moved(i).thread() != prefix.moved(i).thread()
                    || run.moved(i).alternative() != prefix.moved(i).alternative()) {
                return false;
            }
        }
        return true;
    }

    /** The deterministic runner. */
    private static final class Runner<M extends State> {
        private final Schedule schedule;
        private final int limit;
        private final World<M> start;
        private final Map<Integer, Integer> choices = new HashMap<>();
        private final List<World<M>> worlds = new ArrayList<>();
        private World<M> world;

        Runner(Schedule schedule, World<M> start, int limit) {
            this.schedule = schedule;
            this.start = start;
            this.world = start;
            this.limit = limit;
            for (Choice choice : schedule.choices) {
                choices.put(choice.step, choice.alternative);
            }
        }

        Run<M> run() {
            for (Segment segment : schedule.segments) {
                int taken = 0;
                while (taken < segment.length && step(segment.thread)) {
                    taken++;
                }
            }
            LongMap rounds = new LongMap(16);
            while (fresh(rounds)) {
                for (int t = 0; t < start.threads(); t++) {
                    goOn(t);
                }
            }
            return new Run<>(start, worlds);
        }

        /** Runs a thread until it cannot step or repeats itself: a thread that spins must let the others go on. */
        private void goOn(int thread) {
            LongMap seen = new LongMap(64);
            while (fresh(seen) && step(thread)) {
                // every step is in the condition
            }
        }

        private boolean fresh(LongMap seen) {
            int n = seen.size();
            return seen.putIfAbsent(world.hash64(), n) == n;
        }

        private boolean step(int thread) {
            if (worlds.size() >= limit) {
                return false;
            }
            List<World<M>> next = world.step(thread);
            if (next.isEmpty()) {
                return false;
            }
            int alternative = choices.getOrDefault(worlds.size(), 0);
            world = next.get(Math.min(alternative, next.size() - 1));
            worlds.add(world);
            return true;
        }
    }
}
