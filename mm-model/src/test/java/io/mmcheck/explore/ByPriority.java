package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.SplittableRandom;

/**
 * Random runs of a fixed script, for tests: in one of four any thread moves, in the others the one of the highest priority, which
 * is lowered at one to three random steps.
 */
final class ByPriority<M extends State> extends Mover<M> {
    private final SplittableRandom random;
    private final Priorities priorities;
    private final Whims whims;
    private int steps;

    static <M extends State> Walk<M> walk(RandomWalk<M> random, World<M> start, long seed) {
        return random.walk(start, new ByPriority<>(start, new SplittableRandom(seed)));
    }

    private ByPriority(World<M> start, SplittableRandom random) {
        super(start);
        this.random = random;
        int changes = random.nextInt(4);
        this.priorities =
                changes == 0 ? Priorities.none(start.threads()) : Priorities.of(start.threads(), changes, random);
        this.whims = new Whims(random);
    }

    @Override
    boolean move() {
        int tried = 0;
        for (int left = world.threads(); left > 0; left--) {
            int thread = priorities.next(tried, left, steps, random);
            if (move(thread, whims)) {
                steps++;
                return true;
            }
            tried |= 1 << thread;
        }
        return false;
    }

    @Override
    void wentRound() {
        priorities.fallBehind(world.moved());
        whims.wentRound();
    }
}
