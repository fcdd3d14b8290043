package io.mmcheck.explore;

import io.mmcheck.program.Moved;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Who moves next in a random walk: anybody, or the thread of the highest priority that can. */
final class Priorities {
    /** Empty if anybody may move. */
    private final int[] priority;

    private final int threads;
    /** The steps before which the thread of the highest priority falls behind all others. */
    private final int[] changes;

    private int lowest;

    private Priorities(int threads, int[] priority, int[] changes) {
        this.threads = threads;
        this.priority = priority;
        this.changes = changes;
    }

    static Priorities none(int threads) {
        return new Priorities(threads, new int[0], new int[0]);
    }

    static Priorities of(int threads, int changes, SplittableRandom random) {
        int[] priority = new int[threads];
        for (int t = 0; t < threads; t++) {
            int other = random.nextInt(t + 1);
            priority[t] = priority[other];
            priority[other] = t;
        }
        // how long the run will be is not known, so the scale is random too
        int scale = 16 << random.nextInt(5);
        int[] steps = new int[changes];
        for (int i = 0; i < changes; i++) {
            steps[i] = random.nextInt(scale);
        }
        return new Priorities(threads, priority, steps);
    }

    boolean used() {
        return priority.length > 0;
    }

    /** The thread to ask next, of the {@code left} ones that have not been tried for this step. */
    int next(int tried, int left, int step, SplittableRandom random) {
        if (!used()) {
            int skip = random.nextInt(left);
            int thread = 0;
            while ((tried & 1 << thread) != 0 || skip-- > 0) {
                thread++;
            }
            return thread;
        }
        if (tried == 0) {
            for (int change : changes) {
                if (change == step) {
                    priority[highest(0)] = --lowest;
                }
            }
        }
        return highest(tried);
    }

    /** A thread that has brought the run back to where it was lets the others go first. */
    void fallBehind(@Nullable Moved<?> moved) {
        if (used() && moved != null) {
            priority[moved.thread()] = --lowest;
        }
    }

    private int highest(int tried) {
        int best = -1;
        for (int t = 0; t < threads; t++) {
            if ((tried & 1 << t) == 0 && (best < 0 || priority[t] > priority[best])) {
                best = t;
            }
        }
        return best;
    }
}
