package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.List;

/** Decides who moves next in a random run, and what the environment does. */
abstract class Mover<M extends State> {
    /** The world after the last step, and that before it. */
    World<M> world;

    World<M> before;

    Mover(World<M> start) {
        this.world = start;
        this.before = start;
    }

    /** Makes one step; false if nobody can. */
    abstract boolean move();

    /** The last step has brought the run back to where it was before: something else should happen. */
    abstract void wentRound();

    /** How many operations have been begun that the script did not have. */
    int prompted() {
        return 0;
    }

    final boolean move(int thread, Whims whims) {
        List<World<M>> next = world.step(thread);
        if (next.isEmpty()) {
            return false;
        }
        before = world;
        world = next.get(whims.alternative(next.size()));
        return true;
    }
}
