package io.mmcheck.explore;

import io.mmcheck.program.World;
import java.util.SplittableRandom;

/**
 * Who moves next in a random walk of many interrupts: a thread goes on until its operation ends, but every now and then another
 * one comes in between, mostly for one whole operation. Bugs of one preemption have that form: something complete happens in a
 * window of a few steps. Sometimes who was interrupted has to wait until it is drawn again.
 */
final class Interrupts {
    /** A thread is interrupted before one in so many of its steps. */
    private final int every;

    private final int[] interrupted = new int[8];
    private int depth;
    private int current = -1;

    Interrupts(int every) {
        this.every = every;
    }

    /** The thread to ask next, of those that have not been tried for this step. */
    int next(World<?> world, int tried, SplittableRandom random) {
        if (tried != 0) {
            current = other(world, tried, random);
        } else if (current < 0 || world.between(current)) {
            current = depth > 0 ? interrupted[--depth] : other(world, 0, random);
        } else if (world.threads() > 1 && random.nextInt(depth > 0 ? 4 * every : every) == 0) {
            if (depth < interrupted.length && random.nextInt(4) != 0) {
                interrupted[depth++] = current;
            }
            current = other(world, 1 << current, random);
        }
        return current;
    }

    private static int other(World<?> world, int but, SplittableRandom random) {
        int skip = random.nextInt(world.threads() - Integer.bitCount(but));
        int thread = 0;
        while ((but & 1 << thread) != 0 || skip-- > 0) {
            thread++;
        }
        return thread;
    }
}
