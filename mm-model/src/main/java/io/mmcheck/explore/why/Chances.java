package io.mmcheck.explore.why;

import java.util.List;
import java.util.Locale;

/**
 * How likely the violation is when at every step each thread that can step is equally likely to, and the environment answers as
 * in the failing run. Of a property about runs without end, how likely it is that the run never ends.
 *
 * @param start before the first step
 * @param after after each step of the failing run
 * @param jump the step, from 0, with the largest rise, the first of several; -1 if there is none
 * @param error none of these numbers is off by more
 * @param proof what of this is proven; if it is not, the lists are empty
 */
public record Chances(double start, List<Double> after, int jump, double error, Proof proof) {
    public Chances {
        after = List.copyOf(after);
    }

    /** A probability as people read it, with no more digits than are certain. */
    public String text(double chance) {
        if (chance == 0 || chance == 1) {
            return chance == 0 ? "0" : "1";
        }
        if (chance < error) {
            return String.format(Locale.ROOT, "below %.0e", error);
        }
        return chance > 0.9995 ? "above 0.999" : String.format(Locale.ROOT, chance < 0.001 ? "%.1e" : "%.3f", chance);
    }

    /** The probability before a step. */
    public double before(int step) {
        return step == 0 ? start : after.get(step - 1);
    }
}
