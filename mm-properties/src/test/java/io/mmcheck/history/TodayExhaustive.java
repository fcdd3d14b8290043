package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Found;
import io.mmcheck.history.GroundTruth.Bug;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Setups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernel today holds every safety property, within bounds that the searches close. */
class TodayExhaustive {
    private static final List<Property> SAFETY = Properties.all().stream()
            .filter(p -> p.kind() != Property.Kind.SOMETIMES && !p.liveness())
            .toList();

    private static final int LONGEST = 5;

    static Stream<Bug> bugs() {
        return GroundTruth.BUGS.stream();
    }

    static Stream<String> setups() {
        return Setups.names().stream();
    }

    /**
     * Around the bug: every list of as many operations as the counterexample has, each of them any of its operations, on any of
     * its threads, with one preemption more than it needs. That is its operations in every order and on every assignment, and
     * more. Lists of more than {@value #LONGEST} do not close within a minute: there it is every list of so many, with the
     * preemptions of the counterexample, and the counterexample itself with one more.
     */
    @ParameterizedTest
    @MethodSource("bugs")
    void holdsAroundTheBug(Bug bug) {
        Map<String, Operation<Machine>> operations = new LinkedHashMap<>();
        Case<Machine> small = GroundTruth.shrunk(bug).get(bug.property()).scenario();
        small.operations().forEach(operation -> operations.put(operation.text(), operation));
        int threads = (int) small.script().stream().filter(t -> !t.isEmpty()).count();
        int budget = Math.min(small.size(), LONGEST);
        int preemptions = small.size() > LONGEST ? bug.preemptions() : bug.preemptions() + 1;
        Machine machine =
                Setups.of(bug.setup(), Config.SEARCH.withCpus(threads)).machine();
        holds(
                "around " + bug,
                new Alphabet<>(Kernel.TODAY, machine, threads, List.copyOf(operations.values()), budget, true),
                preemptions);
        if (small.size() > LONGEST) {
            Exploration<Machine> itself = Exhaustive.of(SAFETY)
                    .within(Bounds.ofPreemptions(bug.preemptions() + 1))
                    .explore(small.world(Kernel.TODAY));
            assertThat(itself.violated()).isEmpty();
            assertThat(itself.cutBy()).isNull();
        }
    }

    /** The alphabet: every list of up to three operations of all kinds, on one page, two threads, one preemption. */
    @ParameterizedTest
    @MethodSource("setups")
    void holdsForEveryListOfThreeOperations(String setup) {
        List<Operation<Machine>> all = new ArrayList<>();
        for (Kind kind : Operations.ALL) {
            all.add(kind.make(kind.parameters().stream()
                    .map(p -> p == Parameter.OTHER_PROCESS ? 1 : p.lowest())
                    .toList()));
        }
        Machine machine = Setups.of(setup, Config.SEARCH).machine();
        holds("from " + setup, new Alphabet<>(Kernel.TODAY, machine, 2, all, 3, true), 1);
    }

    private static void holds(String what, Alphabet<Machine> alphabet, int preemptions) {
        Exploration<Machine> seen = Exhaustive.of(SAFETY)
                .within(Bounds.ofPreemptions(preemptions).states(60_000_000).time(Duration.ofMinutes(10)))
                .explore(alphabet);
        System.out.println("today, " + what + ": " + alphabet.operations().size() + " operations, lists of "
                + alphabet.budget() + ", " + alphabet.threads() + " threads: " + seen);
        assertThat(seen.found().values().stream().map(TodayExhaustive::told).collect(Collectors.joining("\n")))
                .isEmpty();
        assertThat(seen.cutBy()).as("the search closes").isNull();
    }

    private static String told(Found<Machine> found) {
        return found.monitor() + ": " + found.reason() + "\n  "
                + found.start().script().stream()
                        .map(t -> t.stream().map(Operation::text).collect(Collectors.joining("; ")))
                        .collect(Collectors.joining(" | "))
                + "\n  " + found.schedule();
    }
}
