package io.mmcheck.explore;

import io.mmcheck.machine.Hash;
import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random runs. A seed decides everything: what the threads do, which they are told when their turn comes, who moves, and what the
 * environment does, which mostly takes its first alternative; how mostly differs from run to run.
 */
public final class RandomWalk<M extends State> {
    /** How many steps a walk takes if nothing else is said. */
    public static final int LIMIT = 4096;

    private final List<Monitor<M>> monitors;
    private final int limit;

    private RandomWalk(List<Monitor<M>> monitors, int limit) {
        this.monitors = List.copyOf(monitors);
        this.limit = limit;
    }

    public static <M extends State> RandomWalk<M> of(List<? extends Monitor<M>> monitors) {
        return new RandomWalk<>(List.copyOf(monitors), LIMIT);
    }

    /** At most so many steps a walk. */
    public RandomWalk<M> steps(int limit) {
        return new RandomWalk<>(monitors, limit);
    }

    /**
     * A run whose threads have no script: they are told what to do when their turn comes. Operations are interrupted where that
     * matters, see {@link Improviser}.
     *
     * @param start a world whose threads have nothing to do
     */
    public Walk<M> improvise(World<M> start, long seed, Prompter<M> prompter) {
        return walk(start, new Improviser<>(start, new SplittableRandom(seed), prompter));
    }

    /** A run that keeps to the order of an earlier one as far as it can. */
    public Walk<M> follow(World<M> start, Path path) {
        return walk(start, new Follower<>(start, path));
    }

    Walk<M> walk(World<M> start, Mover<M> mover) {
        return new Walking(start, mover).walk();
    }

    private final class Walking {
        private final World<M> start;
        private final Mover<M> mover;
        private final Watch<M> watch = new Watch<>(monitors, this::violated);
        private final Map<String, Found<M>> found = new LinkedHashMap<>();
        private final List<World<M>> worlds = new ArrayList<>();
        private final LongMap seen = new LongMap(64);
        private int returns;
        private Watch.States states;

        Walking(World<M> start, Mover<M> mover) {
            this.start = start;
            this.mover = mover;
            this.states = watch.start(start);
        }

        Walk<M> walk() {
            Walk.End end = go();
            return new Walk<>(new Run<>(start, worlds), end, found);
        }

        private Walk.End go() {
            seen.putIfAbsent(now(), 0);
            while (worlds.size() < limit) {
                if (!mover.move()) {
                    return end();
                }
                worlds.add(mover.world);
                states = watch.judge(states, mover.before, mover.world);
                if (mover.world.oops() != null) {
                    return Walk.End.OOPS;
                }
                if (loops()) {
                    return Walk.End.LOOP;
                }
            }
            return Walk.End.LIMIT;
        }

        private Walk.End end() {
            if (mover.world.finished()) {
                watch.atEnd(states, mover.world);
                return Walk.End.FINISHED;
            }
            watch.whenStuck(states, mover.world);
            return Walk.End.STUCK;
        }

        /** What the run would have to come back to, to go on for ever. */
        private long now() {
            return Hash.then(mover.world.hash64() ^ states.hash, mover.prompted());
        }

        /** Whether the run is back where it was before and may fairly stay there. */
        private boolean loops() {
            int before = seen.putIfAbsent(now(), worlds.size());
            if (before == worlds.size()) {
                return false;
            }
            mover.wentRound();
            returns++;
            // looking at ever longer loops each time would take quadratic time
            if (!watch.liveness() || Integer.bitCount(returns) != 1) {
                return false;
            }
            List<World<M>> stem = new ArrayList<>(before + 1);
            stem.add(start);
            stem.addAll(worlds.subList(0, before));
            Lasso<M> lasso = new Lasso<>(stem, worlds.subList(before, worlds.size()));
            if (!lasso.fair()) {
                return false;
            }
            watch.onLasso(states, lasso);
            return true;
        }

        private void violated(
                int monitor, String reason, World<M> before, @Nullable World<M> after, @Nullable Lasso<M> lasso) {
            Run<M> run = new Run<>(
                    start,
                    lasso == null ? worlds : worlds.subList(0, lasso.stem().size() - 1));
            found.put(watch.id(monitor), new Found<>(watch.id(monitor), reason, run, lasso));
        }
    }
}
