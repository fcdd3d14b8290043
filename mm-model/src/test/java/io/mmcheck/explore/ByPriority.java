package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.SplittableRandom;

/** Moves the threads of a fixed script: in one run of four any of them, in the others the one of the highest priority. */
final class ByPriority<M extends State> extends Mover<M> {
    private final SplittableRandom random;
    private final Priorities priorities;
    private final Whims whims;
    private int steps;

    ByPriority(World<M> start, SplittableRandom random) {
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
