package io.mmcheck.run;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.Reduction;
import io.mmcheck.explore.Setup;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Property;
import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import io.mmcheck.suite.Counterexample;
import io.mmcheck.suite.ScenarioShrinker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The exhaustive search of one kernel: every list of one operation first, then of two, so that a violation is shown as early as
 * possible, and of the fewest operations. A property that is violated is not looked for any further.
 */
final class Lists {
    private final Kernel kernel;
    private final List<Operation<Machine>> alphabet;
    private final int length;
    private final Bounds bounds;
    private final List<Property> properties;
    private final Set<Reduction> reductions;
    private final Answer answer;
    private final Shows shows;
    private final Pulse pulse = new Pulse(this::tell);
    private final Map<String, Shown> found = new LinkedHashMap<>();
    private long states;
    private int searches;
    private int all;
    private long steps;
    private boolean complete = true;

    Lists(
            Kernel kernel,
            List<Operation<Machine>> alphabet,
            int length,
            Bounds bounds,
            List<Property> properties,
            Set<Reduction> reductions,
            Answer answer) {
        this.kernel = kernel;
        this.alphabet = alphabet;
        this.length = length;
        this.bounds = bounds;
        this.properties = properties;
        this.reductions = reductions;
        this.answer = answer;
        this.shows = new Shows(kernel, properties);
    }

    /** One verdict for each property; a violation has been told before. */
    List<Verdict> search(List<Setup<Machine>> setups) {
        all = setups.size();
        setups.forEach(this::search);
        String within = within(setups);
        return properties.stream().map(p -> verdict(p, within)).toList();
    }

    private void search(Setup<Machine> setup) {
        boolean goesOn = true;
        for (int n = 1; n <= length && goesOn && !left().isEmpty(); n++) {
            searches++;
            List<Monitor<Machine>> watching = new ArrayList<>(left());
            watching.add(pulse);
            Exploration<Machine> seen = Exhaustive.of(watching)
                    .within(bounds)
                    .reduced(reductions)
                    .explore(new Alphabet<>(
                            kernel, setup.machine(), setup.machine().config().cpus(), alphabet, n, false));
            states += seen.states();
            steps += seen.transitions();
            answer.info(line(setup, n, seen));
            for (Property property : left()) {
                Found<Machine> violation = seen.found(property.id());
                if (violation != null) {
                    Counterexample shrunk = ScenarioShrinker.shrink(violation, setup, property, kernel);
                    found.put(property.id(), shows.exhaustive(shrunk));
                    answer.send(Verdicts.message(verdict(property, "")));
                }
            }
            goesOn = seen.complete(); // the next one would be cut as well, and earlier in the lists
        }
        complete &= goesOn;
    }

    private void tell(long soFar) {
        String unit = "steps with effect, search " + searches + " of " + length * all;
        answer.progress(kernel.name(), soFar, 0, unit, found.size());
    }

    private List<Property> left() {
        return properties.stream().filter(p -> !found.containsKey(p.id())).toList();
    }

    private String line(Setup<Machine> setup, int n, Exploration<Machine> seen) {
        return String.format(
                Locale.ROOT,
                "  %s from %s, lists of up to %d: %,d states, %,d steps, deepest %,d, %s%s, %.1f s",
                kernel.name(),
                setup.name(),
                n,
                seen.states(),
                seen.transitions(),
                seen.depth(),
                seen.complete() ? "complete" : "NOT complete, cut by " + seen.cutBy(),
                seen.exact()
                        ? ""
                        : String.format(Locale.ROOT, ", collision probability below %.1e", seen.collisionBound()),
                seen.nanos() / 1e9);
    }

    private Verdict verdict(Property property, String within) {
        Shown shown = found.get(property.id());
        return new Verdict(
                property.id(),
                kernel.name(),
                property.statement(),
                shown == null ? Verdict.Outcome.HELD : Verdict.Outcome.VIOLATED,
                0,
                0,
                steps,
                states,
                complete,
                within,
                0,
                shown);
    }

    private String within(List<Setup<Machine>> setups) {
        int cpus = setups.get(0).machine().config().cpus();
        return String.format(
                Locale.ROOT,
                "every list of up to %d of %d operations, %d %s, %s, setups %s: %,d states%s, %s",
                length,
                alphabet.size(),
                cpus,
                cpus == 1 ? "CPU" : "CPUs",
                bounds,
                setups.stream().map(Setup::name).collect(Collectors.joining(", ")),
                states,
                reductions.stream().map(r -> ", reduced by " + r.id()).collect(Collectors.joining()),
                complete ? "complete" : "NOT complete");
    }
}
