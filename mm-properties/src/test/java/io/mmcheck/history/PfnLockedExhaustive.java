package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.docs.Docs;
import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.history.PfnLocked.Bursts;
import io.mmcheck.history.PfnLocked.Outcomes;
import io.mmcheck.history.PfnLocked.Then;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.program.Operation;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.property.Sometimes;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seed 002 removes MIGRATE_PFN_LOCKED and the second try to lock a page. What that gives up, and that nobody read the flag on dst:
 * the pipeline before and after, held against each other.
 */
class PfnLockedExhaustive {
    private static final List<Property> PROPERTIES = Properties.all().stream()
            .filter(property -> !(property instanceof Sometimes))
            .toList();
    private static final Map<String, Compared> COMPARED = new ConcurrentHashMap<>();
    private static final Map<String, Inclusion> INCLUSIONS = new ConcurrentHashMap<>();
    private static final Map<String, Exploration<Machine>> LISTS = new ConcurrentHashMap<>();

    static Stream<String> setups() {
        return Setups.names().stream();
    }

    /** One operation of every kind, by the first process on the first page. */
    private static List<Operation<Machine>> oneOfEachKind() {
        List<Operation<Machine>> all = new ArrayList<>();
        for (Kind kind : Operations.ALL) {
            all.add(kind.make(kind.parameters().stream()
                    .map(PfnLockedExhaustive::argument)
                    .toList()));
        }
        return all;
    }

    private static int argument(Parameter parameter) {
        return switch (parameter) {
            case OTHER_PROCESS, COUNT -> 1;
            case VALUE -> 2;
            default -> 0;
        };
    }

    private static Case<Machine> race(String setup, Operation<Machine> other) {
        Operation<Machine> migration = Actions.parse("migrate-to-device p0 0 2 0");
        return new Case<>(Setups.of(setup, Config.SEARCH.withCpus(2)), List.of(List.of(migration), List.of(other)));
    }

    /** What the comparison of one setup has gone through. */
    private record Compared(long schedules, Map<String, Integer> onlyOld) {}

    private static Compared compared(String setup) {
        return COMPARED.computeIfAbsent(setup, PfnLockedExhaustive::compare);
    }

    private static Compared compare(String setup) {
        long schedules = 0;
        Map<String, Integer> onlyOld = new LinkedHashMap<>();
        for (Operation<Machine> other : oneOfEachKind()) {
            Case<Machine> race = race(setup, other);
            for (boolean beforeTrylock : new boolean[] {false, true}) {
                for (String last : PfnLocked.stops(race, beforeTrylock)) {
                    for (Then then : Then.values()) {
                        Bursts bursts = new Bursts(beforeTrylock, last, then);
                        long now = PfnLocked.migrated(PfnLocked.NEW, race, bursts);
                        long before = PfnLocked.migrated(PfnLocked.OLD, race, bursts);
                        if (before < 0) {
                            continue;
                        }
                        assertThat(now & ~before)
                                .as("pages that only the new form migrates in %s, %s", race, bursts)
                                .isZero();
                        schedules++;
                        if (before != now) {
                            assertThat(then).as("%s, %s", race, bursts).isNotEqualTo(Then.NOTHING);
                            onlyOld.merge(other.text(), 1, Integer::sum);
                        }
                    }
                }
            }
        }
        return new Compared(schedules, onlyOld);
    }

    /** Under the same schedule of the other thread, what the new form migrates the old one migrates too. */
    @ParameterizedTest
    @MethodSource("setups")
    void underTheSameScheduleTheOldFormMigratesNoLess(String setup) {
        assertThat(compared(setup).schedules).isPositive();
    }

    /** A page lock that is held while collect comes by and free soon after: only the old form migrates the page. */
    @Test
    void onlyTheOldFormForgivesALockThatIsHeldForAMoment() {
        assertThat(compared("on-device").onlyOld).containsKey("load p0 0");
    }

    private record Inclusion(int outcomes, long states, long oldStates) {}

    private static Inclusion inclusion(String setup) {
        return INCLUSIONS.computeIfAbsent(setup, PfnLockedExhaustive::include);
    }

    private static Inclusion include(String setup) {
        int outcomes = 0;
        long states = 0;
        long oldStates = 0;
        for (Operation<Machine> other : oneOfEachKind()) {
            Outcomes now = PfnLocked.outcomes(PfnLocked.NEW, race(setup, other), 1);
            Outcomes before = PfnLocked.outcomes(PfnLocked.OLD, race(setup, other), 1);
            assertThat(before.all())
                    .as("what can come of %s || %s from %s", "migration", other, setup)
                    .isEqualTo(now.all());
            outcomes += now.all().size();
            states += now.states();
            oldStates += before.states();
        }
        return new Inclusion(outcomes, states, oldStates);
    }

    /** Which pages migrate, and what is mapped in the end: a lock that is free again takes a second preemption. */
    @ParameterizedTest
    @MethodSource("setups")
    void withOnePreemptionBothCanDoTheSame(String setup) {
        assertThat(inclusion(setup).outcomes).isPositive();
    }

    private static List<Case<Machine>> flagged() {
        return List.of(
                FlushForms.scenario("mapped-dirty", "migrate-to-device p0 0 2 0; load p0 0 | store p0 0 2"),
                FlushForms.scenario("on-device", "load p0 0 | migrate-to-system p0 0 2 0"),
                FlushForms.scenario("on-device", "evict-device 0 | load p0 0"),
                FlushForms.scenario("shared-by-fork", "migrate-to-device p0 0 1 0 | reclaim p0 0; load p1 0"));
    }

    static Stream<Case<Machine>> flaggedCases() {
        return flagged().stream();
    }

    /** Two kernels, one sets the flag on dst and one does not, go through all runs in step: nothing depends on it. */
    @ParameterizedTest
    @MethodSource("flaggedCases")
    void noStepReadsTheFlagOnDst(Case<Machine> scenario) {
        assertThat(PfnLocked.lockstep(PfnLocked.OLD, PfnLocked.WITHOUT_FLAG_ON_DST, scenario)
                        .difference())
                .isEmpty();
        assertThat(PfnLocked.setsFlagOnDst(PfnLocked.OLD, scenario)).isTrue();
        assertThat(PfnLocked.setsFlagOnDst(PfnLocked.WITHOUT_FLAG_ON_DST, scenario))
                .isFalse();
    }

    private static Exploration<Machine> lists(String setup) {
        return LISTS.computeIfAbsent(
                setup,
                s -> Exhaustive.of(PROPERTIES)
                        .within(Bounds.ofPreemptions(1))
                        .explore(new Alphabet<>(
                                PfnLocked.OLD,
                                Setups.of(s, Config.SEARCH.withCpus(2)).machine(),
                                2,
                                oneOfEachKind(),
                                2,
                                true)));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void theOldFormHoldsAllProperties(String setup) {
        assertThat(lists(setup).complete()).isTrue();
        assertThat(lists(setup).violated()).isEmpty();
    }

    @Test
    void theDocsSayWhatTheSearchSays() {
        Docs.same("pfn-locked.md", page());
    }

    private static String page() {
        List<String> lines = new ArrayList<>(List.of(
                "# What MIGRATE_PFN_LOCKED was good for",
                "",
                "Generated by `PfnLockedExhaustive`, which also asserts what is said here.",
                "",
                "Up to 5.15 collect kept a page that it could not lock, and a prepare phase tried once more (`pfn-locked-pipeline`).",
                "Seed 002 removes the flag, the phase and the second try: if the first try fails, a second one is unlikely to",
                "succeed. Held against kernel `today` the old pipeline",
                "",
                "* breaks no property: every list of up to 2 operations out of one of each kind, 2 threads, 1 preemption, all choices",
                "  of the environment (*states of the lists*);",
                "* migrates every page that the new one migrates, *under the same schedule of the other thread*. The schedules are",
                "  those that both kernels know: a migration of two pages by one thread; the other goes up to any label of any one",
                "  operation before the migration begins, or just before it tries to lock its first page; when collect has",
                "  returned it does nothing, or goes on until it holds no page lock, or to its end; then the migration goes on alone",
                "  (*schedules*, and in how many of them *only the old* form migrates some page);",
                "* can do all that the new one can do: of all runs of that migration and one operation, with 1 preemption and all",
                "  choices of the environment, both have the same *outcomes* (which pages migrated; kind, rights and content of all",
                "  that is mapped at the end). What only the old one can do takes a second preemption, before its second try;",
                "* never reads the flag that drivers had to set on dst: in the races at the end, a kernel whose drivers set it and one",
                "  whose drivers do not go through all runs in step, with equal machines, choices, events and results.",
                "",
                "Only the old form migrates a page whose lock is held while collect comes by and free when prepare does. If the",
                "other thread does nothing in between, no schedule tells the two apart.",
                "",
                "| setup | states of the lists | schedules | only the old | outcomes | states, new / old |",
                "|---|---|---|---|---|---|"));
        for (String setup : Setups.names()) {
            Compared compared = compared(setup);
            Inclusion inclusion = inclusion(setup);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %d / %d |",
                    setup,
                    lists(setup).states(),
                    compared.schedules,
                    compared.onlyOld.values().stream().mapToInt(n -> n).sum(),
                    inclusion.outcomes,
                    inclusion.states,
                    inclusion.oldStates));
        }
        lines.addAll(List.of(
                "",
                "Operations that hold the lock for a moment, with the number of such schedules:",
                "",
                "| setup | operations |",
                "|---|---|"));
        for (String setup : Setups.names()) {
            Map<String, Integer> only = compared(setup).onlyOld;
            if (!only.isEmpty()) {
                List<String> texts = new ArrayList<>();
                only.forEach((text, n) -> texts.add("`" + text + "` " + n));
                lines.add("| " + setup + " | " + String.join(", ", texts) + " |");
            }
        }
        lines.addAll(List.of("", "Runs in step with and without the flag on dst, any number of preemptions:", ""));
        for (Case<Machine> scenario : flagged()) {
            long states = PfnLocked.lockstep(PfnLocked.OLD, PfnLocked.WITHOUT_FLAG_ON_DST, scenario)
                    .states();
            lines.add("* `" + scenario.text().replace(" | ", " ‖ ") + "`: " + states + " states");
        }
        return String.join("\n", lines) + "\n";
    }
}
