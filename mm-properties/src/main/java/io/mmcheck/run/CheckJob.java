package io.mmcheck.run;

import io.mmcheck.program.Kernel;
import io.mmcheck.property.Property;
import io.mmcheck.report.Verdict;
import io.mmcheck.suite.CheckRequest;
import io.mmcheck.suite.CheckResult;
import io.mmcheck.suite.Checker;
import io.mmcheck.suite.Counterexample;
import io.mmcheck.suite.PropertyResult;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** mm:check. */
final class CheckJob implements Job {
    @Override
    public Ending run(Request request, Answer answer) {
        List<Kernel> kernels = KernelList.parse(request.setting("kernel", "today"));
        Selected selected = Selected.of(request);
        if (selected.noMatch() != null) {
            return Ending.noMatch(selected.noMatch());
        }
        if (selected.chosen().isEmpty()) {
            return Ending.nothing(
                    "no property is left to check of " + selected.all().size());
        }
        plan(request, answer, kernels, selected.chosen());
        boolean violated = false;
        for (Kernel kernel : kernels) {
            CheckResult result = Checker.run(asked(request, answer, kernel, selected.chosen()));
            replayed(result, answer);
            for (PropertyResult property : result.properties()) {
                Verdict verdict = Shows.verdict(property, result, kernel);
                violated |= verdict.failed();
                answer.send(Verdicts.message(verdict));
            }
        }
        return violated ? Ending.violated("") : Ending.done("");
    }

    private static void plan(Request request, Answer answer, List<Kernel> kernels, List<Property> properties) {
        int java = Runtime.version().feature();
        String names = kernels.stream().map(Kernel::name).collect(Collectors.joining(", "));
        answer.send(Message.of("plan")
                .with("seed", seed(request))
                .with("tries", request.number("tries", CheckRequest.ENOUGH))
                .with("java", java)
                .with(
                        "text",
                        properties.size() + (properties.size() == 1 ? " property, " : " properties, ")
                                + (kernels.size() == 1 ? "kernel " : "kernels ") + names + ", seed " + seed(request)
                                + ", JDK " + java));
    }

    private static long seed(Request request) {
        return request.number("seed", 1);
    }

    private static CheckRequest asked(Request request, Answer answer, Kernel kernel, List<Property> properties) {
        CheckRequest asked = CheckRequest.of(kernel, properties, seed(request))
                .withTries(Math.toIntExact(request.number("tries", CheckRequest.ENOUGH)))
                .withSetups(request.list("setup"))
                .withThreads(Math.toIntExact(request.number("cpus", 3)))
                .withProgress(found -> answer.send(Verdicts.message(early(found, kernel, properties))));
        String saved = request.setting("counterexamples");
        return saved == null ? asked : asked.withCounterexamples(Path.of(saved));
    }

    /** A violation as soon as it is shrunk; its counts are not final. */
    private static Verdict early(Counterexample found, Kernel kernel, List<Property> properties) {
        String statement = properties.stream()
                .filter(p -> p.id().equals(found.property()))
                .map(Property::statement)
                .collect(Collectors.joining());
        return new Verdict(
                found.property(),
                kernel.name(),
                statement,
                Verdict.Outcome.VIOLATED,
                found.foundAfter(),
                0,
                0,
                "",
                Shows.shown(found, kernel));
    }

    private static void replayed(CheckResult result, Answer answer) {
        for (CheckResult.Replayed replayed : result.replayed()) {
            answer.info("  saved " + replayed.file() + ": "
                    + (replayed.reproduced() ? "still violated" : "no longer violated: " + replayed.message()));
        }
    }
}
