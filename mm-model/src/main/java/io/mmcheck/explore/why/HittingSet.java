package io.mmcheck.explore.why;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fewest things, and of those the lightest, that meet every one of some sets. */
final class HittingSet {
    private static final long MOST_TRIES = 1_000_000;

    private final List<BitSet> sets;
    private final int[] weights;
    /** One thing for each way to meet the sets, the lightest, and which sets it meets. */
    private final List<Integer> things = new ArrayList<>();

    private final List<BitSet> meets = new ArrayList<>();
    private int[] best = new int[0];
    private int bestWeight;
    private long tries;

    HittingSet(List<BitSet> sets, int[] weights) {
        this.sets = sets;
        this.weights = weights;
        Map<BitSet, Integer> lightest = new LinkedHashMap<>();
        for (int thing = 0; thing < weights.length; thing++) {
            BitSet met = new BitSet();
            for (int s = 0; s < sets.size(); s++) {
                met.set(s, sets.get(s).get(thing));
            }
            if (!met.isEmpty()) {
                int it = thing;
                lightest.merge(met, thing, (old, one) -> weights[it] < weights[old] ? one : old);
            }
        }
        lightest.forEach((met, thing) -> {
            things.add(thing);
            meets.add(met);
        });
    }

    /** Null if there is none of up to this size, or if it would take too long to know. */
    int @Nullable [] find(int atMost) {
        for (int size = 0; size <= atMost && !gaveUp(); size++) {
            bestWeight = Integer.MAX_VALUE;
            extend(new int[size], 0, 0, new BitSet());
            if (bestWeight < Integer.MAX_VALUE && !gaveUp()) {
                return best;
            }
        }
        return null;
    }

    boolean gaveUp() {
        return tries > MOST_TRIES;
    }

    private void extend(int[] chosen, int n, int weight, BitSet met) {
        int missing = met.nextClearBit(0);
        if (missing >= sets.size()) {
            if (weight < bestWeight) {
                bestWeight = weight;
                best = chosen.clone();
            }
        } else if (n < chosen.length && ++tries <= MOST_TRIES) {
            for (int i = 0; i < things.size(); i++) {
                int heavier = weight + weights[things.get(i)];
                if (meets.get(i).get(missing) && heavier < bestWeight) {
                    chosen[n] = things.get(i);
                    BitSet more = (BitSet) met.clone();
                    more.or(meets.get(i));
                    extend(chosen, n + 1, heavier, more);
                }
            }
        }
    }
}
