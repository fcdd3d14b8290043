package io.mmcheck.suite;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import io.mmcheck.scenario.Draw;
import java.util.List;
import java.util.Set;

/**
 * One try of random search, for whoever wants to see what is generated.
 *
 * @param number of the try, from 1
 * @param setup the name of the machine it started from
 * @param script the operations that each thread began, in order: they are drawn while the run goes on
 * @param steps how many steps it had
 * @param preemptions how often a thread was interrupted that could have gone on
 * @param violated the ids of the properties that it violates
 */
public record Observed(
        int number,
        String setup,
        List<List<Operation<Machine>>> script,
        int steps,
        int preemptions,
        List<String> violated) {
    public Observed {
        script = script.stream().map(List::copyOf).toList();
        violated = List.copyOf(violated);
    }

    /** What is kept of a try: not its run, of which a long search has too many. */
    static Observed of(int number, Draw draw) {
        Run<Machine> run = draw.walk().run();
        Set<String> violated = draw.walk().found().keySet();
        return new Observed(
                number,
                draw.setup(),
                draw.script(),
                run.steps(),
                run.preemptions(),
                violated.stream().sorted().toList());
    }

    public int operations() {
        return script.stream().mapToInt(List::size).sum();
    }
}
