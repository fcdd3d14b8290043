package io.mmcheck.run;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.report.Marks;
import io.mmcheck.report.Overview;
import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import io.mmcheck.scenario.Trace;
import io.mmcheck.suite.CheckRequest;
import io.mmcheck.suite.CheckResult;
import io.mmcheck.suite.Counterexample;
import io.mmcheck.suite.PropertyResult;
import java.util.List;
import java.util.Locale;

/** What the suite found, as it is shown. */
final class Shows {
    private Shows() {}

    static Verdict verdict(PropertyResult property, CheckResult result, Kernel kernel) {
        Counterexample found = property.counterexample();
        return new Verdict(
                property.id(),
                kernel.name(),
                property.statement(),
                outcome(property, result),
                property.runs(),
                property.seen(),
                result.steps(),
                result.bounds(),
                found == null ? null : shown(found, kernel));
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

    static Shown shown(Counterexample found, Kernel kernel) {
        List<Patch> needed = Needed.of(found, kernel);
        Trace trace = Trace.parse(found.fileName(), found.text());
        Run<Machine> run = trace.replay().from(trace.start(kernel)).run();
        int loop = found.loop().isEmpty() ? run.steps() : found.steps();
        return new Shown(
                found.scenario().setup(),
                found.foundAfter(),
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
                found.text());
    }

    private static String proof(Counterexample.Proof proof) {
        return switch (proof) {
            case MINIMAL -> "minimal";
            case IRREDUCIBLE -> "irreducible";
            case NOT_PROVEN -> "not proven minimal";
        };
    }
}
