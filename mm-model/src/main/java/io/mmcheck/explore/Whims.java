package io.mmcheck.explore;

import java.util.SplittableRandom;

/** What the environment does in a random run: mostly its first alternative; how mostly differs from run to run. */
final class Whims {
    private final SplittableRandom random;
    /** The environment leaves its first alternative in so many of 16 choices. */
    private int whims;

    Whims(SplittableRandom random) {
        this.random = random;
        this.whims = new int[] {0, 0, 1, 4}[random.nextInt(4)];
    }

    int alternative(int alternatives) {
        return alternatives == 1 || random.nextInt(16) >= whims ? 0 : 1 + random.nextInt(alternatives - 1);
    }

    /** Whatever led round in a circle should not do so for ever. */
    void wentRound() {
        whims = Math.max(whims, 4);
    }
}
