package io.mmcheck.run;

import io.mmcheck.history.Patches;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.NearMatches;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Property;
import io.mmcheck.report.Json;
import io.mmcheck.report.Verdict;
import io.mmcheck.scenario.Setups;
import io.mmcheck.suite.CheckRequest;
import io.mmcheck.suite.CheckResult;
import io.mmcheck.suite.Checker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** mm:check. */
final class CheckJob implements Job {
    private static final int MOST_CPUS = 8;

    @Override
    public Ending run(Request request, Answer answer) {
        List<Kernel> kernels = KernelList.parse(request.setting("kernel", "today"));
        List<Target> targets = Target.all(kernels, Target.Said.all(request.setting("contracts"), kernels));
        List<Property> all = new ArrayList<>();
        targets.forEach(target -> all.addAll(target.properties()));
        Selected selected = Selected.of(request, all);
        if (selected.noMatch() != null) {
            return Ending.noMatch(selected.noMatch());
        }
        List<Target> chosen = targets.stream()
                .map(target -> new Target(target.kernel(), selected.of(target), target.contract()))
                .filter(target -> !target.properties().isEmpty())
                .toList();
        if (chosen.isEmpty()) {
            return Ending.nothing(Selected.nothingLeft(request, selected.all().size()));
        }
        long seed = request.number("seed", 1);
        plan(request, answer, kernels, chosen, seed);
        boolean violated = false;
        for (Target target : chosen) {
            for (Verdict verdict : check(request, answer, target, selected.all(), seed)) {
                violated |= verdict.failed();
                answer.send(Verdicts.message(verdict));
            }
        }
        return violated ? Ending.violated("") : Ending.done("");
    }

    private static List<Verdict> check(Request request, Answer answer, Target target, List<Property> all, long seed) {
        List<Property> timed = target.properties().stream().map(Timed::of).toList();
        Shows shows = new Shows(target.kernel(), target.properties());
        CheckRequest asked = CheckRequest.of(target.kernel(), with(timed, all), seed)
                .withIncludes(timed.stream().map(Property::id).toList())
                .withTries(tries(request))
                .withSetups(setups(request))
                .withThreads(request.within("cpus", 3, 1, MOST_CPUS))
                .withProgress(new Told(answer, shows, seed, request.flag("observations")));
        String saved = request.setting("counterexamples");
        CheckResult result = Checker.run(saved == null ? asked : asked.withCounterexamples(Path.of(saved)));
        for (CheckResult.Replayed replayed : result.replayed()) {
            answer.info("  saved " + replayed.file() + ": "
                    + (replayed.reproduced() ? "still violated" : "no longer violated: " + replayed.message()));
        }
        answer.send(Message.of(KernelData.TYPE).with("data", Json.text(KernelData.of(result, target.kernel()))));
        return result.properties().stream()
                .map(property -> shows.verdict(
                        property,
                        result,
                        timed.stream()
                                .filter(p -> p.id().equals(property.id()))
                                .mapToLong(Timed::millis)
                                .sum()))
                .toList();
    }

    /** With the others, for a saved counterexample may be one of them: it is left alone, but it is known. */
    private static List<Property> with(List<Property> chosen, List<Property> all) {
        List<Property> both = new ArrayList<>(chosen);
        all.stream()
                .filter(other -> chosen.stream().noneMatch(p -> p.id().equals(other.id())))
                .forEach(both::add);
        return both;
    }

    private static int tries(Request request) {
        return request.within("tries", CheckRequest.TRIES, 1, Integer.MAX_VALUE);
    }

    private static List<String> setups(Request request) {
        List<String> setups = request.list("setup");
        for (String name : setups) {
            if (!Setups.names().contains(name)) {
                throw new CannotRunException("mm.setup: " + NearMatches.message("setup", name, Setups.names()));
            }
        }
        return setups;
    }

    private static void plan(Request request, Answer answer, List<Kernel> kernels, List<Target> chosen, long seed) {
        int java = Runtime.version().feature();
        long asked = chosen.stream()
                .flatMap(t -> t.properties().stream())
                .map(Property::id)
                .distinct()
                .count();
        answer.send(Message.of("plan")
                .with("seed", seed)
                .with("tries", tries(request))
                .with("java", java)
                .with(
                        "verdicts",
                        chosen.stream().mapToInt(t -> t.properties().size()).sum())
                .with(
                        "text",
                        asked + (asked == 1 ? " property, " : " properties, ")
                                + (kernels.size() == 1 ? "kernel " : "kernels ")
                                + kernels.stream().map(Kernel::name).collect(Collectors.joining(", ")) + ", seed "
                                + seed + ", JDK " + java));
        for (Target target : chosen) {
            if (target.contract() != null) {
                answer.info("  and the contract " + target.contract() + ": "
                        + target.properties().size()
                        + (target.properties().size() == 1 ? " property" : " properties") + " on "
                        + target.kernel().name());
            }
        }
        for (Patch patch : Patches.ofTheBuild()) {
            if (chosen.stream().noneMatch(t -> has(t.kernel(), patch))) {
                answer.info("  " + patch.id() + " of this build is in none of these kernels; mm.kernel=today+"
                        + patch.id() + " checks it");
            }
        }
    }

    private static boolean has(Kernel kernel, Patch patch) {
        return kernel.patches().stream().anyMatch(p -> p.id().equals(patch.id()));
    }
}
