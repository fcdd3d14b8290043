package io.mmcheck.suite;

import io.mmcheck.explore.Case;
import io.mmcheck.explore.Certificate;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Scenario;
import io.mmcheck.scenario.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a search found, as reports want it. */
final class Counterexamples {
    private Counterexamples() {}

    /** The violation of a property; {@code why} is null if it was not shrunk. */
    static Counterexample of(
            Kernel kernel,
            Property property,
            Tries.First first,
            Case<Machine> scenario,
            Found<Machine> found,
            @Nullable Certificate<Machine> why) {
        Run<Machine> run = found.run();
        Scenario plain = new Scenario(
                kernel.name(),
                scenario.setup().name(),
                scenario.setup().machine().config(),
                scenario.script(),
                why == null ? found.schedule() : why.schedule());
        Trace trace = Trace.of(plain, property.id(), found.reason(), run, found.lasso());
        return of(
                plain,
                found,
                trace,
                why == null ? Counterexample.Proof.NOT_PROVEN : proof(why.proof()),
                why == null ? 0 : why.states(),
                why == null ? List.of() : searches(why),
                first.number() + 1,
                first.scenario().size(),
                first.found().run().steps());
    }

    /** A violation that a saved counterexample shows again. */
    static Counterexample of(Scenario scenario, Found<Machine> found, Trace trace) {
        return of(
                scenario,
                found,
                trace,
                Counterexample.Proof.NOT_PROVEN,
                0,
                List.of(),
                0,
                scenario.size(),
                found.run().steps());
    }

    private static Counterexample of(
            Scenario scenario,
            Found<Machine> found,
            Trace trace,
            Counterexample.Proof proof,
            long states,
            List<String> searches,
            long foundAfter,
            int operationsBefore,
            int stepsBefore) {
        Run<Machine> run = found.run();
        return new Counterexample(
                trace.property(),
                found.reason(),
                scenario,
                scenario.size(),
                run.preemptions(),
                run.steps(),
                proof,
                states,
                searches,
                foundAfter,
                operationsBefore,
                stepsBefore,
                TraceLines.of(run, found.lasso() == null ? run.steps() - 1 : -1),
                TraceLines.loop(found.lasso()),
                trace.text(),
                trace.token(),
                trace.fileName());
    }

    private static Counterexample.Proof proof(Certificate.Proof proof) {
        return switch (proof) {
            case MINIMAL -> Counterexample.Proof.MINIMAL;
            case IRREDUCIBLE -> Counterexample.Proof.IRREDUCIBLE;
            case NOT_PROVEN -> Counterexample.Proof.NOT_PROVEN;
        };
    }

    private static List<String> searches(Certificate<Machine> why) {
        List<String> lines = new ArrayList<>();
        for (Certificate.Searched<Machine> searched : why.searched()) {
            String what;
            if (searched instanceof Certificate.Without<Machine> without) {
                what = "without "
                        + why.scenario().operations().get(without.operation()).text();
            } else {
                Certificate.Lists<Machine> lists = (Certificate.Lists<Machine>) searched;
                what = "every list of up to " + lists.budget() + " of "
                        + lists.operations().size()
                        + " operations, "
                        + why.scenario().script().size()
                        + (why.scenario().script().size() == 1 ? " thread" : " threads");
            }
            String preemptions = why.bounds().boundsPreemptions()
                    ? why.bounds().preemptions() + " preemptions"
                    : "any number of preemptions";
            lines.add(what + ", " + preemptions + ": " + searched.states() + " states, "
                    + (searched.complete() ? "complete" : "cut"));
        }
        return lines;
    }
}
