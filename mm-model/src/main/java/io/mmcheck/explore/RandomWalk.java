package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random runs. A seed decides everything. One walk in eight lets any thread move at any step; three in eight give each thread a
 * priority and lower it at one to three random points (probabilistic concurrency testing), which finds bugs of few preemptions
 * far sooner in short scenarios; the others interrupt operations by whole operations, which
 * does so in long ones. The environment mostly takes its first alternative; how mostly differs from walk to walk.
 */
public final class RandomWalk<M extends State> {
    /** How many steps a walk takes if nothing else is said. */
    public static final int LIMIT = 4096;

    private final List<Monitor<M>> monitors;
    private final boolean liveness;
    private final int limit;

    private RandomWalk(List<Monitor<M>> monitors, int limit) {
        this.monitors = List.copyOf(monitors);
        this.liveness = monitors.stream().anyMatch(Monitor::liveness);
        this.limit = limit;
    }

    public static <M extends State> RandomWalk<M> of(List<? extends Monitor<M>> monitors) {
        return new RandomWalk<>(List.copyOf(monitors), LIMIT);
    }

    /** At most so many steps a walk. */
    public RandomWalk<M> steps(int limit) {
        return new RandomWalk<>(monitors, limit);
    }

    /** One try. */
    public Walk<M> walk(World<M> start, long seed) {
        return new Walking(start, new SplittableRandom(seed)).walk();
    }

    private final class Walking {
        private final World<M> start;
        private final SplittableRandom random;
        private final Watch<M> watch = new Watch<>(monitors, this::violated);
        private final Map<String, Found<M>> found = new LinkedHashMap<>();
        private final List<World<M>> worlds = new ArrayList<>();
        private final LongMap seen = new LongMap(64);
        private final Priorities priorities;
        /** The environment leaves its first alternative in so many of 16 choices. */
        private int whims;

        private final @Nullable Interrupts interrupts;

        private int returns;

        private World<M> world;
        private Watch.States states;

        Walking(World<M> start, SplittableRandom random) {
            this.start = start;
            this.random = random;
            this.world = start;
            this.states = watch.start(start);
            int way = random.nextInt(8);
            int changes = way > 3 ? 0 : way;
            this.interrupts = way > 3 ? new Interrupts(2 << random.nextInt(4)) : null;
            this.priorities =
                    changes == 0 ? Priorities.none(start.threads()) : Priorities.of(start.threads(), changes, random);
            this.whims = new int[] {0, 2, 4, 10}[random.nextInt(4)];
        }

        Walk<M> walk() {
            Walk.End end = go();
            return new Walk<>(new Run<>(start, worlds), end, found);
        }

        private Walk.End go() {
            if (liveness || priorities.used()) {
                seen.putIfAbsent(world.hash64() ^ states.hash, 0);
            }
            while (worlds.size() < limit) {
                if (!step()) {
                    return end();
                }
                if (world.oops() != null) {
                    return Walk.End.OOPS;
                }
                if ((liveness || priorities.used()) && loops()) {
                    return Walk.End.LOOP;
                }
            }
            return Walk.End.LIMIT;
        }

        /** Lets one thread that can step step; false if none can. */
        private boolean step() {
            int tried = 0;
            for (int left = world.threads(); left > 0; left--) {
                int thread = interrupts != null
                        ? interrupts.next(world, tried, random)
                        : priorities.next(tried, left, worlds.size(), random);
                List<World<M>> next = world.step(thread);
                if (!next.isEmpty()) {
                    World<M> after = next.get(alternative(next.size()));
                    worlds.add(after);
                    states = watch.judge(states, world, after);
                    world = after;
                    return true;
                }
                tried |= 1 << thread;
            }
            return false;
        }

        private int alternative(int alternatives) {
            return alternatives == 1 || random.nextInt(16) >= whims ? 0 : 1 + random.nextInt(alternatives - 1);
        }

        private Walk.End end() {
            if (world.finished()) {
                watch.atEnd(states, world);
                return Walk.End.FINISHED;
            }
            watch.whenStuck(states, world);
            return Walk.End.STUCK;
        }

        /** Whether the run is back where it was before and may fairly stay there. */
        private boolean loops() {
            int before = seen.putIfAbsent(world.hash64() ^ states.hash, worlds.size());
            if (before == worlds.size()) {
                return false;
            }
            // whoever and whatever led here should not do so for ever
            priorities.fallBehind(worlds.get(worlds.size() - 1).moved());
            whims = Math.max(whims, 4);
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
