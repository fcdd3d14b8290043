package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.docs.Docs;
import io.mmcheck.explore.Case;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Monitor;
import io.mmcheck.history.PmdWalk.Answer;
import io.mmcheck.history.PmdWalk.Form;
import io.mmcheck.history.PmdWalk.Walk;
import io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.event.PmdBad;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.World;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the reviewers of seed 000 argued about: which pages the walk of 6.5 migrates and the one before did not, and back. */
class PmdWalkExhaustive {
    private static final List<Form> FORMS = List.of(PmdWalk.BEFORE, PmdWalk.RECORDED, PmdWalk.SINCE);
    private static final Kernel SKIPS_BAD = Kernel.TODAY.with(new PmdBadSkipped());
    private static final Kernel TESTS_FIRST = Kernel.TODAY.with(new UnstableCheckBeforeCharge());
    private static final List<Property> ALL = Properties.all().stream()
            .filter(property -> property.kind() != Property.Kind.SOMETIMES)
            .toList();
    private static final List<Property> SAFETY =
            ALL.stream().filter(property -> !property.liveness()).toList();

    private static final Map<Case<Machine>, List<Answer>> ANSWERS = answers();

    private static Map<Case<Machine>, List<Answer>> answers() {
        Map<Case<Machine>, List<Answer>> answers = new LinkedHashMap<>();
        PmdWalk.OTHERS.forEach((setup, others) -> others.forEach(other -> {
            Case<Machine> race = PmdWalk.race(setup, other);
            answers.put(
                    race, FORMS.stream().map(form -> PmdWalk.answer(form, race)).toList());
        }));
        return answers;
    }

    @Test
    void everyRunOfEveryFormIsSeenToItsEnd() {
        ANSWERS.forEach((race, answers) -> assertThat(answers).as("%s", race).allSatisfy(answer -> {
            assertThat(answer.seen().complete()).isTrue();
            assertThat(answer.seen().oopses()).isZero();
            assertThat(answer.seen().stuck()).isZero();
        }));
    }

    /** The forms differ in which schedule leads where; what can come of a race is the same, as soon as anybody else touches it. */
    @Test
    void onlyABadPmdThatNobodyElseTouchesEndsOtherwise() {
        ANSWERS.forEach((race, answers) -> {
            Answer before = answers.get(0);
            boolean bad = race.size() == 1;
            for (Answer since : answers.subList(1, 3)) {
                assertThat(before.ends().equals(since.ends())).as("%s", race).isEqualTo(!bad);
            }
            if (bad) {
                assertThat(before.migrated()).containsExactly("nothing");
                assertThat(answers.get(2).migrated()).contains("hole hole");
            }
        });
    }

    /** Of B5: how often a bad pmd is told of in one run, and what is left of it. */
    private record Bad(Set<Integer> messages, Set<String> pmds, Exploration<Machine> seen) {}

    private static Bad bad(Kernel kernel, Case<Machine> race) {
        Set<Integer> messages = new TreeSet<>();
        Set<String> pmds = new TreeSet<>();
        Monitor<Machine> counter = new Monitor<>() {
            @Override
            public String id() {
                return "messages";
            }

            @Override
            public Object start(World<Machine> world) {
                return 0;
            }

            @Override
            public Object judge(Object state, World<Machine> before, World<Machine> after) {
                long told = Objects.requireNonNull(after.moved()).events().stream()
                        .filter(PmdBad.class::isInstance)
                        .count();
                return (Integer) state + (int) told;
            }

            @Override
            public @Nullable String atEnd(Object state, World<Machine> world) {
                messages.add((Integer) state);
                pmds.add(PmdWalk.pmd(world.machine()));
                return null;
            }
        };
        List<Monitor<Machine>> monitors = new ArrayList<>(ALL);
        monitors.add(counter);
        return new Bad(messages, pmds, Exhaustive.of(monitors).explore(race.world(kernel)));
    }

    /** pmd-bad-becomes-hole, and pmd-bad-skipped: both end; only the first says so, once, and only it leaves no bad pmd. */
    @Test
    void aBadPmdIsToldOfOnceAndClearedOrLeftWithoutAWord() {
        Case<Machine> alone = PmdWalk.race("bad-pmd", "");
        Bad hole = bad(Kernel.TODAY, alone);
        Bad skipped = bad(SKIPS_BAD, alone);
        assertThat(List.of(hole, skipped)).allSatisfy(bad -> {
            assertThat(bad.seen.complete()).isTrue();
            assertThat(bad.seen.loops()).isZero();
            assertThat(bad.seen.violated()).isEmpty();
        });
        assertThat(hole.messages).containsExactly(1);
        assertThat(hole.pmds).doesNotContain("bad");
        assertThat(skipped.messages).containsExactly(0);
        assertThat(skipped.pmds).containsExactly("bad");
    }

    @Test
    void besideOthersABadPmdIsToldOfOnceToo() {
        for (String other : PmdWalk.OTHERS.get("bad-pmd")) {
            Bad hole = bad(Kernel.TODAY, PmdWalk.race("bad-pmd", other));
            assertThat(hole.seen.complete()).as(other).isTrue();
            assertThat(hole.seen.violated()).as(other).isEmpty();
            assertThat(hole.messages).as(other).containsExactly(1);
            assertThat(hole.pmds).as(other).doesNotContain("bad");
        }
    }

    /** How often an insertion finds no page table, and whether its page is charged by then. */
    private record Given(long charged, long uncharged, long states) {}

    private static Given given(Kernel kernel) {
        long[] up = new long[2];
        Monitor<Machine> counter = Monitor.always("given-up", (before, after) -> {
            Frame frame = before.frame(Objects.requireNonNull(after.moved()).thread());
            if (frame != null
                    && frame.locals() instanceof MigrateVmaInsertPage.Locals l
                    && !before.machine().pmd(l.process(), l.va()).isTable()) {
                up[0] += frame.place().label() == MigrateVmaInsertPage.At.MAP_PTE ? 1 : 0;
                up[1] += frame.place().label() == UnstableCheckBeforeCharge.At.TEST_UNSTABLE ? 1 : 0;
            }
            return null;
        });
        long states = 0;
        for (Case<Machine> race : ANSWERS.keySet()) {
            if (!race.setup().name().equals("thp")) {
                Exploration<Machine> counted = Exhaustive.of(List.of(counter)).explore(race.world(kernel));
                Exploration<Machine> judged = Exhaustive.of(SAFETY).explore(race.world(kernel));
                assertThat(List.of(counted, judged)).as("%s", race).allMatch(Exploration::complete);
                assertThat(judged.violated()).as("%s", race).isEmpty();
                states += counted.states();
            }
        }
        return new Given(up[0], up[1], states);
    }

    /** charge-before-unstable-check, the order since 6.5, and the one before: memcg-balances and all other safety properties hold. */
    @Test
    void neitherOrderOfChargeAndTestLeaks() {
        Given chargesFirst = given(Kernel.TODAY);
        assertThat(chargesFirst.charged).isPositive();
        assertThat(chargesFirst.uncharged).isZero();
        Given testsFirst = given(TESTS_FIRST);
        assertThat(testsFirst.uncharged).isPositive();
        Docs.same("pmd-walk.md", new PmdWalkPage(ANSWERS).text(charge(chargesFirst), charge(testsFirst)));
    }

    private static String charge(Given given) {
        return given.charged + " | " + given.uncharged + " | " + given.states;
    }

    /** The rows of the page where the forms part. */
    static Map<String, List<Set<String>>> parting(Map<Case<Machine>, List<Answer>> answers) {
        Map<String, List<Set<String>>> rows = new TreeMap<>();
        answers.values().forEach(all -> {
            for (int form = 0; form < FORMS.size(); form++) {
                for (Walk walk : all.get(form).walks()) {
                    String last = walk.first()
                            .substring(walk.first().lastIndexOf(", ") + 1)
                            .strip();
                    String key = last + " | " + (walk.wanted().isEmpty() ? "never wanted" : walk.wanted());
                    rows.computeIfAbsent(key, k -> List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()))
                            .get(form)
                            .add(walk.made());
                }
            }
        });
        return rows;
    }
}
