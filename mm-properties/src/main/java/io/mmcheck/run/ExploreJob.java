package io.mmcheck.run;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Reduction;
import io.mmcheck.explore.Setup;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.NearMatches;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Property;
import io.mmcheck.report.Verdict;
import io.mmcheck.scenario.Setups;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** mm:explore: everything that can happen within bounds, states counted. */
final class ExploreJob implements Job {
    private static final int MOST_CPUS = 8;
    private static final long MOST_STATES = 5_000_000;

    @Override
    public Ending run(Request request, Answer answer) {
        List<Kernel> kernels = KernelList.parse(request.setting("kernel", "today"));
        Selected selected = Selected.of(request);
        if (selected.noMatch() != null) {
            return Ending.noMatch(selected.noMatch());
        }
        // whether something ever happens is a question to many random runs
        List<Property> properties = selected.chosen().stream()
                .filter(p -> p.kind() != Property.Kind.SOMETIMES)
                .toList();
        if (properties.isEmpty()) {
            return Ending.nothing(
                    selected.chosen().isEmpty()
                            ? Selected.nothingLeft(request, selected.all().size())
                            : "mm:explore judges no property of the kind 'sometimes', and no other is left");
        }
        Config config = Config.SEARCH.withCpus(request.within("cpus", 2, 1, MOST_CPUS));
        List<Setup<Machine>> setups = setups(request, config);
        List<Operation<Machine>> alphabet = ExploreAlphabet.of(
                request.list("kinds"), request.within("addresses", 1, 1, config.addresses()), config);
        int length = request.within("operations", 2, 1, 100);
        Bounds bounds = new Bounds(
                request.within("preemptions", 1, 0, Bounds.UNBOUNDED - 1),
                request.within("states", MOST_STATES, 1, Long.MAX_VALUE),
                Duration.ofHours(1));
        Set<Reduction> reductions = reductions(request, properties);
        plan(answer, properties, kernels);
        boolean violated = false;
        boolean complete = true;
        for (Kernel kernel : kernels) {
            for (Verdict verdict :
                    new Lists(kernel, alphabet, length, bounds, properties, reductions, answer).search(setups)) {
                violated |= verdict.failed();
                complete &= verdict.complete();
                answer.send(Verdicts.message(verdict));
            }
        }
        String message = complete ? "" : "a search was cut: what holds, holds as far as it went (mm.states)";
        return violated ? Ending.violated(message) : Ending.done(message);
    }

    private static List<Setup<Machine>> setups(Request request, Config config) {
        List<String> names = request.list("setup").isEmpty() ? List.of(Setups.EMPTY) : request.list("setup");
        for (String name : names) {
            if (!Setups.names().contains(name)) {
                throw new CannotRunException("mm.setup: " + NearMatches.message("setup", name, Setups.names()));
            }
        }
        return names.stream().map(name -> Setups.of(name, config)).toList();
    }

    private static Set<Reduction> reductions(Request request, List<Property> properties) {
        Map<String, Reduction> byId = new TreeMap<>();
        for (Reduction reduction : Reduction.values()) {
            byId.put(reduction.id(), reduction);
        }
        Set<Reduction> chosen = new LinkedHashSet<>();
        for (String name : request.list("reductions")) {
            Reduction reduction = byId.get(name);
            if (reduction == null) {
                throw new CannotRunException("mm.reductions: " + NearMatches.message("reduction", name, byId.keySet()));
            }
            String refused = reduction.refusedBy(properties);
            if (refused != null) {
                throw new CannotRunException("mm.reductions: " + refused);
            }
            chosen.add(reduction);
        }
        return chosen;
    }

    private static void plan(Answer answer, List<Property> properties, List<Kernel> kernels) {
        int java = Runtime.version().feature();
        answer.send(Message.of("plan")
                .with("java", java)
                .with("verdicts", properties.size() * kernels.size())
                .with(
                        "text",
                        String.format(
                                Locale.ROOT,
                                "%d %s, %s %s, every run within bounds, JDK %d",
                                properties.size(),
                                properties.size() == 1 ? "property" : "properties",
                                kernels.size() == 1 ? "kernel" : "kernels",
                                kernels.stream().map(Kernel::name).collect(Collectors.joining(", ")),
                                java)));
    }
}
