package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run as a short text, and back. One line stands for one segment: the thread, how many steps, the first and the last label,
 * and what the environment chose in it; a digest of all labels and choices stands for the rest. Unlike a {@link Schedule} this
 * says what is expected, so a program that has changed is noticed, and where.
 *
 * @param segments in order; nothing is left to the order of finishing
 * @param digest see {@link Run#digest()}
 */
public record Replay(List<Segment> segments, long digest) {

    /**
     * Consecutive steps of one thread.
     *
     * @param first the first label, {@code program.LABEL}
     * @param last the last label
     */
    public record Segment(int thread, int length, String first, String last, List<Choice> choices) {
        public Segment {
            choices = List.copyOf(choices);
        }
    }

    /** What the environment chose, by name, at a step of the segment, from 1. */
    public record Choice(int step, String name) {}

    /** Where a run stops following the text, and what the model does there instead. */
    public record Mismatch(int segment, int step, String expected, String instead) {
        @Override
        public String toString() {
            return "segment " + (segment + 1) + ", step " + step + ": expected " + expected + ", but " + instead;
        }
    }

    /** What came of following a text: as many steps as fit, and what did not. */
    public record Outcome<M extends State>(
            Run<M> run, @Nullable Mismatch mismatch) {
        public boolean fits() {
            return mismatch == null;
        }
    }

    public Replay {
        segments = List.copyOf(segments);
    }

    /** The text of a run. */
    public static <M extends State> Replay of(Run<M> run) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < run.steps(); ) {
            int from = i;
            int thread = run.moved(i).thread();
            List<Choice> choices = new ArrayList<>();
            for (; i < run.steps() && run.moved(i).thread() == thread; i++) {
                String choice = run.moved(i).choice();
                if (run.moved(i).alternative() != 0 && choice != null) {
                    choices.add(new Choice(i - from + 1, choice));
                }
            }
            segments.add(new Segment(
                    thread,
                    i - from,
                    run.moved(from).place().toString(),
                    run.moved(i - 1).place().toString(),
                    choices));
        }
        return new Replay(segments, run.digest());
    }

    /** Follows the text from a world. */
    public <M extends State> Outcome<M> from(World<M> start) {
        List<World<M>> worlds = new ArrayList<>();
        World<M> world = start;
        for (int s = 0; s < segments.size(); s++) {
            Segment segment = segments.get(s);
            for (int i = 1; i <= segment.length; i++) {
                List<World<M>> next = world.step(segment.thread);
                Mismatch mismatch = mismatch(s, i, world, next);
                World<M> after = mismatch == null ? chosen(segment, i, next) : world;
                if (after == null) {
                    mismatch = new Mismatch(s, i, "the choice " + choice(segment, i), "there is only " + names(next));
                }
                if (mismatch != null || after == null) {
                    return new Outcome<>(new Run<>(start, worlds), mismatch);
                }
                worlds.add(after);
                world = after;
            }
        }
        Run<M> run = new Run<>(start, worlds);
        return run.digest() == digest
                ? new Outcome<>(run, null)
                : new Outcome<>(
                        run,
                        new Mismatch(
                                Math.max(0, segments.size() - 1),
                                0,
                                "the labels and choices of digest " + hex(digest),
                                "some label between the named ones has changed: digest " + hex(run.digest())));
    }

    private <M extends State> @Nullable Mismatch mismatch(int s, int i, World<M> world, List<World<M>> next) {
        Segment segment = segments.get(s);
        String expected = i == 1
                ? segment.first
                : i == segment.length ? segment.last : "a step after " + segment.first + " and before " + segment.last;
        if (next.isEmpty()) {
            return new Mismatch(s, i, expected, why(world, segment.thread));
        }
        String label = moved(next.get(0)).place().toString();
        boolean named = i == 1 || i == segment.length;
        return named && !label.equals(expected)
                ? new Mismatch(s, i, expected, "T" + segment.thread + " is at " + label)
                : null;
    }

    private static String why(World<?> world, int thread) {
        if (thread >= world.threads()) {
            return "there is no T" + thread;
        }
        if (world.oops() != null) {
            return "the run has ended: " + world.oops();
        }
        Object on = world.waitsFor(thread);
        return on == null
                ? "T" + thread + " has nothing left to do"
                : "T" + thread + " waits for " + on + " at "
                        + Objects.requireNonNull(world.frame(thread)).place();
    }

    private static <M extends State> @Nullable World<M> chosen(Segment segment, int step, List<World<M>> next) {
        String name = choice(segment, step);
        if (name == null) {
            return next.get(0);
        }
        for (World<M> world : next) {
            if (name.equals(moved(world).choice())) {
                return world;
            }
        }
        return null;
    }

    private static @Nullable String choice(Segment segment, int step) {
        for (Choice choice : segment.choices) {
            if (choice.step == step) {
                return choice.name;
            }
        }
        return null;
    }

    private static <M extends State> List<String> names(List<World<M>> next) {
        return next.stream().map(w -> String.valueOf(moved(w).choice())).toList();
    }

    private static Moved<?> moved(World<?> world) {
        return Objects.requireNonNull(world.moved());
    }

    private static String hex(long digest) {
        return String.format(Locale.ROOT, "%016x", digest);
    }

    /** One line per segment: {@code T1 x 17 migrate_vma_collect_pmd.LOCK_PTL .. CLEAR_PTE}. */
    public List<String> lines() {
        return segments.stream().map(Replay::line).toList();
    }

    private static String line(Segment segment) {
        StringBuilder line = new StringBuilder("T" + segment.thread + " x " + segment.length + " " + segment.first);
        if (segment.length > 1) {
            line.append(" .. ").append(shortened(segment.first, segment.last));
        }
        for (Choice choice : segment.choices) {
            line.append("; ").append(choice.step).append(": ").append(choice.name);
        }
        return line.toString();
    }

    /** The last label without its program if that is the one of the first. */
    private static String shortened(String first, String last) {
        String program = first.substring(0, first.lastIndexOf('.') + 1);
        return last.startsWith(program) ? last.substring(program.length()) : last;
    }
}
