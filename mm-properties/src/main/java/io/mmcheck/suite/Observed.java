package io.mmcheck.suite;

import io.mmcheck.scenario.Draw;
import java.util.List;

/**
 * One try of random search, for whoever wants to see what is generated.
 *
 * @param number of the try, from 1
 * @param draw what was run
 * @param steps how many steps it had
 * @param preemptions how often a thread was interrupted that could have gone on
 * @param violated the ids of the properties that it violates
 */
public record Observed(int number, Draw draw, int steps, int preemptions, List<String> violated) {
    public Observed {
        violated = List.copyOf(violated);
    }
}
