package io.mmcheck.run;

import io.mmcheck.corpus.Corpus;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.why.Why;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.NearMatches;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.report.StepByStep;
import io.mmcheck.report.WhyText;
import io.mmcheck.scenario.Trace;
import io.mmcheck.scenario.TraceToken;
import io.mmcheck.suite.Replayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** mm:replay: saved counterexamples, step by step. */
final class ReplayJob implements Job {
    /** How many states the search for the reasons may have: a minute or so. */
    private static final long STATES = 200_000;

    @Override
    public Ending run(Request request, Answer answer) {
        Map<String, Trace> traces = traces(request.setting("trace", ""));
        List<Target.Said> contracts = Target.Said.all(request.setting("contracts"), List.of(Kernel.TODAY));
        List<String> failures = new ArrayList<>();
        traces.forEach((file, trace) -> {
            String failure = replay(trace, request, contracts, answer);
            if (failure != null) {
                failures.add(file + ": " + failure);
            }
        });
        return failures.isEmpty() ? Ending.done("") : Ending.violated(String.join("\n", failures));
    }

    private static @Nullable String replay(Trace trace, Request request, List<Target.Said> contracts, Answer answer) {
        Kernel kernel = kernel(request.setting("kernel", trace.kernel()), contracts);
        Property property = property(trace.property(), contracts);
        answer.info(trace.property() + " on kernel " + kernel.name() + ", setup " + trace.setup() + ", " + trace.size()
                + (trace.size() == 1 ? " operation" : " operations"));
        Replayer.Replayed replayed = Replayer.replay(trace, kernel, property);
        StepByStep.of(replayed.run()).forEach(answer::info);
        if (replayed.reproduced()) {
            answer.info("reproduced: " + replayed.message());
            why(replayed.found(), property, request.number("why", STATES), answer);
            return null;
        }
        return (replayed.mismatch() == null ? "not reproduced: " : "the counterexample does not fit: ")
                + replayed.message();
    }

    private static void why(@Nullable Found<Machine> found, Property property, long states, Answer answer) {
        if (found != null && states > 0) {
            WhyText.of(Why.of(found, property, states), found).forEach(answer::info);
        }
    }

    /** A contract may have put its kernel together from whatever it liked. */
    private static Kernel kernel(String name, List<Target.Said> contracts) {
        for (Target.Said said : contracts) {
            if (said.kernel().name().equals(name)) {
                return said.kernel();
            }
        }
        return KernelList.one(
                name, contracts.stream().flatMap(c -> c.patches().stream()).toList());
    }

    private static Property property(String id, List<Target.Said> contracts) {
        List<Property> known = new ArrayList<>(Properties.all());
        contracts.forEach(contract -> known.addAll(contract.properties()));
        return known.stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CannotRunException(NearMatches.message(
                        "property",
                        id,
                        known.stream().map(Property::id).distinct().toList())));
    }

    /** One file or word, or all files of a directory. */
    private static Map<String, Trace> traces(String where) {
        if (TraceToken.isToken(where)) {
            return Map.of("mm.trace", Trace.parse("mm.trace", TraceToken.text(where)));
        }
        if (where.isEmpty()) {
            throw new CannotRunException(
                    "mm:replay wants a counterexample: -Dmm.trace=FILE, a directory of them, or the word that stands"
                            + " for one");
        }
        Path path = Path.of(where);
        Map<String, Trace> traces =
                Files.isRegularFile(path) ? Map.of(path.toString(), Corpus.read(path)) : new Corpus(path).traces();
        if (traces.isEmpty()) {
            throw new CannotRunException(
                    Files.isDirectory(path)
                            ? "mm.trace: there is no counterexample (*.mmtrace) in " + path
                            : "mm.trace: there is no file " + path);
        }
        return traces;
    }
}
