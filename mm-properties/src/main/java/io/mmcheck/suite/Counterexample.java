package io.mmcheck.suite;

import io.mmcheck.scenario.Scenario;
import java.util.List;

/**
 * A violation, shrunk, with everything that a report prints.
 *
 * @param property the id of the property
 * @param reason what was lost, in the shrunk run
 * @param scenario the shrunk scenario with its schedule
 * @param operations how many operations it has
 * @param preemptions how many preemptions its run has up to the violation
 * @param steps how many steps its run has up to the violation
 * @param proof what is known about its size
 * @param searched how many states were searched for a smaller one
 * @param searches each of those searches, in a line
 * @param foundAfter after how many runs the first violation was met; 0 if it comes from a saved file
 * @param operationsBefore how many operations the run had that was met first
 * @param stepsBefore how many steps it had up to the violation
 * @param lines the steps of the shrunk run up to the violation; for an endless run, its stem
 * @param loop the steps that repeat for ever; empty if the run is finite
 * @param text the contents of its {@code .mmtrace} file
 * @param token the same in one word, for {@code -Dmm.trace=}
 * @param fileName the name under which it is saved: property, hyphen, four hexadecimal digits, {@code .mmtrace}
 */
public record Counterexample(
        String property,
        String reason,
        Scenario scenario,
        int operations,
        int preemptions,
        int steps,
        Proof proof,
        long searched,
        List<String> searches,
        long foundAfter,
        int operationsBefore,
        int stepsBefore,
        List<TraceLine> lines,
        List<TraceLine> loop,
        String text,
        String token,
        String fileName) {

    /** What is known about the size of a counterexample. */
    public enum Proof {
        /** No list of fewer operations over the same alphabet violates the property from the same setup. */
        MINIMAL,
        /** No single operation can be left out. */
        IRREDUCIBLE,
        /** It was shrunk, but the searches did not close within their bounds. */
        NOT_PROVEN
    }

    public Counterexample {
        searches = List.copyOf(searches);
        lines = List.copyOf(lines);
        loop = List.copyOf(loop);
    }
}
