package io.mmcheck.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.machine.Config;
import io.mmcheck.mutate.Verdict.Outcome;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Generator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MutateTest {
    private static final Budget BUDGET = new Budget(1, 30, 1, 100_000, Duration.ofMinutes(5));

    private static Mutate toy(Budget budget) {
        Generator generator = new Generator(List.of("mapped-clean"), Config.SEARCH, 3, List.of(Toy.KIND));
        return Mutate.of(
                Kernel.TODAY,
                List.of(
                        new EveryCountCounts(),
                        Properties.named("no-deadlock"),
                        Properties.named("all-unlocked"),
                        Properties.named("no-oops")),
                budget,
                generator);
    }

    private static Map<String, Verdict> judged(Mutate mutate) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        mutate.judge(
                mutate.mutations("toy"),
                verdict -> verdicts.put(verdict.mutation().id(), verdict));
        return verdicts;
    }

    @Test
    void eachLabelHasTheMutantsThatMakeSense() {
        assertThat(toy(BUDGET).mutations("toy"))
                .extracting(Mutation::id)
                .containsExactly(
                        "toy.LOCK drop",
                        "toy.LOCK swap",
                        "toy.LOCK duplicate",
                        "toy.LOCK unlocked FOLIO",
                        "toy.READ drop",
                        "toy.READ swap",
                        "toy.WRITE drop",
                        "toy.WRITE swap",
                        "toy.WRITE duplicate",
                        "toy.MARK_DIRTY drop",
                        "toy.MARK_DIRTY swap",
                        "toy.MARK_DIRTY duplicate",
                        "toy.MARK_DIRTY effect pages.dirty",
                        "toy.UNLOCK drop",
                        "toy.UNLOCK duplicate");
    }

    @Test
    void whatAPropertyNoticesIsKilledAndWhatNobodyCanNoticeIsEquivalent() {
        Map<String, Verdict> verdicts = judged(toy(BUDGET));
        assertThat(of(verdicts, Outcome.KILLED))
                .containsExactlyInAnyOrder(
                        "toy.LOCK drop",
                        "toy.LOCK swap",
                        "toy.LOCK duplicate",
                        "toy.LOCK unlocked FOLIO",
                        "toy.READ drop",
                        "toy.READ swap",
                        "toy.WRITE drop",
                        "toy.WRITE swap",
                        "toy.UNLOCK drop");
        assertThat(of(verdicts, Outcome.EQUIVALENT))
                .containsExactlyInAnyOrder(
                        "toy.WRITE duplicate",
                        "toy.MARK_DIRTY swap",
                        "toy.MARK_DIRTY duplicate",
                        "toy.UNLOCK duplicate");
        assertThat(verdicts.get("toy.WRITE duplicate").how())
                .isEqualTo("the same step in every state that comes by it");
    }

    /** No property looks at the dirty bit. */
    @Test
    void whatIsDifferentAndUnnoticedSurvives() {
        assertThat(of(judged(toy(BUDGET)), Outcome.SURVIVED))
                .containsExactlyInAnyOrder("toy.MARK_DIRTY drop", "toy.MARK_DIRTY effect pages.dirty");
    }

    @Test
    void theSameBudgetGivesTheSameVerdicts() {
        assertThat(judged(toy(BUDGET))).isEqualTo(judged(toy(BUDGET)));
    }

    @Test
    void aMutantWithoutTimeHasNoVerdict() {
        Budget none = new Budget(1, 30, 1, 100_000, Duration.ZERO);
        assertThat(judged(toy(none)).values()).extracting(Verdict::outcome).containsOnly(Outcome.TIMED_OUT);
    }

    @Test
    void aSearchThatIsCutProvesNothing() {
        Budget tiny = new Budget(1, 30, 1, 3, Duration.ofMinutes(5));
        assertThat(of(judged(toy(tiny)), Outcome.EQUIVALENT)).isEmpty();
    }

    @Test
    void aProgramThatNobodyRunsIsNamed() {
        assertThatThrownBy(() -> toy(BUDGET).mutations("toi")).hasMessageContaining("toi");
    }

    private static List<String> of(Map<String, Verdict> verdicts, Outcome outcome) {
        List<String> ids = new ArrayList<>();
        verdicts.forEach((id, verdict) -> {
            if (verdict.outcome() == outcome) {
                ids.add(id);
            }
        });
        return ids;
    }
}
