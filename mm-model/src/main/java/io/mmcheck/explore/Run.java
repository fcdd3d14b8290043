package io.mmcheck.explore;

import io.mmcheck.machine.Hash;
import io.mmcheck.machine.State;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The whole history of a run: the first world, and the world after every step. Worlds share what a step did not touch, so this
 * costs little.
 */
public record Run<M extends State>(World<M> start, List<World<M>> worlds) {
    public Run {
        worlds = List.copyOf(worlds);
    }

    public int steps() {
        return worlds.size();
    }

    /** The world before step {@code i}, from 0. */
    public World<M> before(int i) {
        return i == 0 ? start : worlds.get(i - 1);
    }

    /** The world after step {@code i}, from 0. */
    public World<M> after(int i) {
        return worlds.get(i);
    }

    public World<M> last() {
        return before(steps());
    }

    /** What step {@code i} was. */
    public Moved<M> moved(int i) {
        return Objects.requireNonNull(worlds.get(i).moved());
    }

    /** The first {@code steps} steps. */
    public Run<M> upTo(int steps) {
        return new Run<>(start, worlds.subList(0, steps));
    }

    /** The same steps from another world, such as one that has a script from the start. */
    public Run<M> onto(World<M> other) {
        List<World<M>> same = new ArrayList<>(steps());
        World<M> world = other;
        for (int i = 0; i < steps(); i++) {
            world = world.step(moved(i).thread()).get(moved(i).alternative());
            same.add(world);
        }
        return new Run<>(other, same);
    }

    /** How often a thread was interrupted that could have gone on. */
    public int preemptions() {
        int n = 0;
        for (int i = 1; i < steps(); i++) {
            n += preempts(i) ? 1 : 0;
        }
        return n;
    }

    /** Whether step {@code i} was taken by another thread than the step before, which could have gone on. */
    public boolean preempts(int i) {
        if (i == 0) {
            return false;
        }
        int previous = moved(i - 1).thread();
        World<M> world = before(i);
        return moved(i).thread() != previous
                && !world.between(previous)
                && !world.step(previous).isEmpty();
    }

    /** The steps as segments and choices, complete: nothing is left to the order of finishing. */
    public Schedule schedule() {
        List<Schedule.Segment> segments = new ArrayList<>();
        List<Schedule.Choice> choices = new ArrayList<>();
        for (int i = 0; i < steps(); ) {
            int thread = moved(i).thread();
            int from = i;
            for (; i < steps() && moved(i).thread() == thread; i++) {
                if (moved(i).alternative() != 0) {
                    choices.add(new Schedule.Choice(i, moved(i).alternative()));
                }
            }
            segments.add(new Schedule.Segment(thread, i - from));
        }
        return new Schedule(segments, choices);
    }

    /** A number that two runs share only if every step of them is the same label of the same thread with the same choice. */
    public long digest() {
        long h = Hash.mix(steps());
        for (int i = 0; i < steps(); i++) {
            Moved<M> moved = moved(i);
            h = Hash.then(h, Hash.ofText(moved.thread() + " " + moved.place() + " " + moved.choice()));
        }
        return h;
    }
}
