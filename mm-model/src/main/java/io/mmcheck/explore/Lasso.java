package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A run that never ends: a stem that leads to a state, and a loop that leads back to it.
 *
 * @param stem the worlds from the first one to the one where the loop starts
 * @param loop the worlds of one round, without the one where it starts; the last one equals it
 */
public record Lasso<M extends State>(List<World<M>> stem, List<World<M>> loop) {
    public Lasso {
        stem = List.copyOf(stem);
        loop = List.copyOf(loop);
    }

    /** The stem and one round. */
    static <M extends State> Lasso<M> of(Run<M> stem, Run<M> round) {
        List<World<M>> worlds = new ArrayList<>(stem.steps() + 1);
        worlds.add(stem.start());
        worlds.addAll(stem.worlds());
        return new Lasso<>(worlds, round.worlds());
    }

    /** The world where the loop starts. */
    public World<M> entry() {
        return stem.get(stem.size() - 1);
    }

    /** The loop as a run of its own. */
    Run<M> round() {
        return new Run<>(entry(), loop);
    }

    /** The threads that move in the loop, as bits. */
    public int moving() {
        int threads = 0;
        for (World<M> world : loop) {
            threads |= 1 << moved(world).thread();
        }
        return threads;
    }

    /**
     * Whether a fair world can go round for ever: every thread that can always step does, and no choice of the environment leads
     * out of the loop.
     */
    public boolean fair() {
        Set<Long> inside = new HashSet<>();
        for (World<M> world : loop) {
            inside.add(world.hash64());
        }
        int always = 0xFF & ~moving();
        World<M> before = entry();
        for (World<M> after : loop) {
            for (int t = 0; t < before.threads(); t++) {
                if ((always & 1 << t) != 0 && before.step(t).isEmpty()) {
                    always &= ~(1 << t);
                }
            }
            for (World<M> alternative : before.step(moved(after).thread())) {
                if (!inside.contains(alternative.hash64())) {
                    return false;
                }
            }
            before = after;
        }
        return (always & (1 << before.threads()) - 1) == 0;
    }

    private static Moved<?> moved(World<?> world) {
        return Objects.requireNonNull(world.moved());
    }
}
