package io.mmcheck.run;

import io.mmcheck.explore.Found;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.why.Why;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Property;
import io.mmcheck.report.Edits;
import io.mmcheck.report.Json;
import io.mmcheck.report.Marks;
import io.mmcheck.report.Overview;
import io.mmcheck.report.Shown;
import io.mmcheck.report.Story;
import io.mmcheck.report.Verdict;
import io.mmcheck.report.WhyData;
import io.mmcheck.report.WhyText;
import io.mmcheck.scenario.Trace;
import io.mmcheck.suite.CheckRequest;
import io.mmcheck.suite.CheckResult;
import io.mmcheck.suite.Counterexample;
import io.mmcheck.suite.PropertyResult;
import io.mmcheck.suite.Replayer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a search found on one kernel, as it is shown.
 *
 * @param kernel the kernel
 * @param properties what was searched for
 * @param known what has been shown
 */
record Shows(Kernel kernel, List<Property> properties, Map<String, Known> known) {
    private static final String EXHAUSTIVE = "exhaustive search";
    private static final String RANDOM = "random search";
    private static final String SAVED = "a saved counterexample";

    /** How many states the search for the reasons may have: a second or so. */
    private static final long STATES = 20_000;

    /** What takes a search: the patches that it needs, and why it fails. */
    record Known(List<Patch> needed, Run<Machine> run, List<String> reasons, String why) {}

    Shows(Kernel kernel, List<Property> properties) {
        this(kernel, properties, new ConcurrentHashMap<>());
    }

    Verdict verdict(PropertyResult property, CheckResult result, long millis) {
        Counterexample found = property.counterexample();
        return new Verdict(
                property.id(),
                kernel.name(),
                property.statement(),
                outcome(property, result),
                property.runs(),
                property.seen(),
                result.steps(),
                0,
                false,
                result.bounds(),
                millis,
                found == null ? null : shown(found));
    }

    /** A violation as soon as it is shrunk; its counts are not final. */
    Verdict early(Counterexample found) {
        return new Verdict(
                found.property(),
                kernel.name(),
                named(found.property()).statement(),
                Verdict.Outcome.VIOLATED,
                found.foundAfter(),
                0,
                0,
                0,
                false,
                "",
                0,
                shown(found));
    }

    private static Verdict.Outcome outcome(PropertyResult property, CheckResult result) {
        return switch (property.outcome()) {
            case HELD -> Verdict.Outcome.HELD;
            case VIOLATED -> Verdict.Outcome.VIOLATED;
            case SEEN -> Verdict.Outcome.SEEN;
            case UNSEEN ->
                result.runs() < CheckRequest.ENOUGH ? Verdict.Outcome.NOT_YET_SEEN : Verdict.Outcome.NEVER_SEEN;
        };
    }

    /** What a check found: a counterexample that took no run comes from a file. */
    Shown shown(Counterexample found) {
        return shown(found, found.foundAfter() == 0 ? SAVED : RANDOM, found.foundAfter());
    }

    /** What an exhaustive search found. */
    Shown exhaustive(Counterexample found) {
        return shown(found, EXHAUSTIVE, 0);
    }

    private Shown shown(Counterexample found, String foundBy, long foundAfter) {
        Known known = known(found);
        List<Patch> needed = known.needed;
        Run<Machine> run = known.run;
        int loop = found.loop().isEmpty() ? run.steps() : found.steps();
        return new Shown(
                found.scenario().setup(),
                foundBy,
                foundAfter,
                found.operationsBefore(),
                found.operations(),
                found.preemptions(),
                proof(found.proof()),
                found.searched() == 0 ? "" : String.format(Locale.ROOT, "%,d states", found.searched()),
                found.searches(),
                needed.stream().map(Patch::id).toList(),
                Overview.told(run, found.reason()),
                Overview.of(run, Marks.of(needed), loop),
                found.fileName(),
                found.text(),
                Json.text(story(run, found, needed, loop)),
                known.reasons,
                known.why);
    }

    /** A violation is shown as soon as it is found, and again with all others: it is searched for its reasons once. */
    private Known known(Counterexample found) {
        return known.computeIfAbsent(found.property() + "\n" + found.text(), key -> {
            Property property = named(found.property());
            List<Patch> needed = Needed.of(found, property, kernel);
            Trace trace = Trace.parse(found.fileName(), found.text());
            Replayer.Replayed replayed = Replayer.replay(trace, kernel, property);
            Found<Machine> violation = replayed.found();
            if (violation == null) {
                return new Known(needed, replayed.run(), List.of(), "");
            }
            Why<Machine> why = Why.of(violation, property, needed, STATES);
            return new Known(
                    needed, replayed.run(), WhyText.shortly(why, violation), Json.text(WhyData.of(why, violation)));
        });
    }

    private Map<String, Object> story(Run<Machine> run, Counterexample found, List<Patch> needed, int loop) {
        Map<String, Object> story = Story.of(run, Marks.of(needed), found.reason(), loop);
        story.put("token", found.token());
        story.put("edits", needed.stream().flatMap(Edits::texts).toList());
        story.put("classes", Suspects.of(named(found.property()), needed, kernel));
        return story;
    }

    private Property named(String id) {
        return properties.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    }

    private static String proof(Counterexample.Proof proof) {
        return switch (proof) {
            case MINIMAL -> "minimal";
            case IRREDUCIBLE -> "irreducible";
            case NOT_PROVEN -> "not proven minimal";
        };
    }
}
