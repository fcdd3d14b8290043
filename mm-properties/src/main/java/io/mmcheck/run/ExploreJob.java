package io.mmcheck.run;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Found;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.NearMatches;
import io.mmcheck.program.Operation;
import io.mmcheck.report.Marks;
import io.mmcheck.report.Overview;
import io.mmcheck.scenario.Setups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** mm:explore: everything that can happen within bounds, states counted. */
final class ExploreJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        Selected selected = Selected.of(request);
        if (selected.noMatch() != null) {
            return Ending.noMatch(selected.noMatch());
        }
        if (selected.chosen().isEmpty()) {
            return Ending.nothing("no property is left to search for");
        }
        Config config = Config.SEARCH.withCpus(Math.toIntExact(request.number("cpus", 2)));
        List<Operation<Machine>> alphabet = alphabet(request, config);
        int length = Math.toIntExact(request.number("operations", 2));
        Bounds bounds = new Bounds(
                Math.toIntExact(request.number("preemptions", 1)),
                request.number("states", 5_000_000),
                Duration.ofHours(1));
        List<String> setups = request.list("setup").isEmpty() ? List.of(Setups.EMPTY) : request.list("setup");
        List<String> violated = new ArrayList<>();
        boolean complete = true;
        for (Kernel kernel : KernelList.parse(request.setting("kernel", "today"))) {
            for (String setup : setups) {
                answer.info(String.format(
                        Locale.ROOT,
                        "kernel %s, setup %s: every list of up to %d of %d operations, %d CPUs, %s",
                        kernel.name(),
                        setup,
                        length,
                        alphabet.size(),
                        config.cpus(),
                        bounds));
                Exploration<Machine> seen = Exhaustive.of(selected.chosen())
                        .within(bounds)
                        .explore(new Alphabet<>(
                                kernel, Setups.of(setup, config).machine(), config.cpus(), alphabet, length, false));
                complete &= seen.complete();
                tell(seen, kernel, answer);
                seen.violated().forEach(id -> violated.add(id + " on " + kernel.name() + " from " + setup));
            }
        }
        return violated.isEmpty()
                ? Ending.done(complete ? "" : "not complete")
                : Ending.violated(violated.size() + " violated: " + String.join(", ", violated));
    }

    private static void tell(Exploration<Machine> seen, Kernel kernel, Answer answer) {
        answer.info(String.format(
                Locale.ROOT,
                "  %,d states, %,d steps, deepest %,d, %s%s, %.1f s",
                seen.states(),
                seen.transitions(),
                seen.depth(),
                seen.complete() ? "complete" : "NOT complete, cut by " + seen.cutBy(),
                seen.exact()
                        ? ""
                        : String.format(Locale.ROOT, ", collision probability below %.1e", seen.collisionBound()),
                seen.nanos() / 1e9));
        for (Found<Machine> found : seen.found().values()) {
            answer.error("  VIOLATED  " + found.monitor());
            Marks marks = Marks.of(kernel.patches());
            Overview.of(found.run(), marks, found.run().steps()).forEach(l -> answer.error("    " + l));
            answer.error("    " + Overview.told(found.run(), found.reason()));
        }
    }

    /** Each kind with all of its parameters on as many addresses as asked for, process 0, and the least of the rest. */
    private static List<Operation<Machine>> alphabet(Request request, Config config) {
        int addresses = Math.toIntExact(request.number("addresses", 1));
        List<Kind> kinds = new ArrayList<>(Operations.ALL);
        List<String> names = request.list("kinds");
        if (!names.isEmpty()) {
            List<String> known = Operations.ALL.stream().map(Kind::name).toList();
            for (String name : names) {
                if (!known.contains(name)) {
                    throw new CannotRunException(NearMatches.message("operation", name, known));
                }
            }
            kinds.removeIf(kind -> !names.contains(kind.name()));
        }
        List<Operation<Machine>> alphabet = new ArrayList<>();
        for (Kind kind : kinds) {
            int last = kind.parameters().contains(Parameter.ADDRESS) ? Math.min(addresses, config.addresses()) : 1;
            for (int address = 0; address < last; address++) {
                alphabet.add(operation(kind, address, config));
            }
        }
        return alphabet;
    }

    private static Operation<Machine> operation(Kind kind, int address, Config config) {
        List<Integer> arguments = new ArrayList<>();
        for (Parameter parameter : kind.parameters()) {
            arguments.add(
                    switch (parameter) {
                        case ADDRESS -> address;
                        case OTHER_PROCESS -> parameter.highest(config);
                        case VALUE -> 2; // setups store 1
                        default -> parameter.lowest();
                    });
        }
        return kind.make(arguments);
    }
}
