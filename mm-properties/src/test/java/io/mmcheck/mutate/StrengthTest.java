package io.mmcheck.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.mutate.Verdict.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrengthTest {
    private static final Mutation FLUSH = new Mutation("toy", "FLUSH", Mutation.Kind.EFFECT, "cpus.tlb");
    private static final Mutation PUT = new Mutation("toy", "PUT", Mutation.Kind.DROP, "");
    private static final Mutation READ =
            new Mutation("toy", "READ", Mutation.Kind.CHECK, "NEXT" + Mutators.INSTEAD + "END");

    private static Strength strength() {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (Verdict verdict : List.of(
                new Verdict(FLUSH, Outcome.SURVIVED, "", "differs from setup empty"),
                new Verdict(PUT, Outcome.KILLED, "references-balance", "random run 1"),
                new Verdict(READ, Outcome.CRASHED, "", "exit code 137"))) {
            verdicts.put(verdict.mutation().id(), verdict);
        }
        List<String> ids = List.of(PUT.id(), FLUSH.id(), READ.id());
        Strength.Of toy = new Strength.Of("toy", ids, List.of("NEVER"), List.of());
        Map<String, String> reasons = Strength.reasons("# why\n\n" + FLUSH.id() + " = it is flushed later\n");
        return new Strength("today", "few runs", List.of(toy), reasons).with(verdicts);
    }

    @Test
    void aMutationIsItsText() {
        for (Mutation mutation : List.of(FLUSH, PUT, READ)) {
            assertThat(Mutation.parse(mutation.id())).isEqualTo(mutation);
        }
        assertThat(READ.id()).isEqualTo("toy.READ check NEXT but to END");
        assertThatThrownBy(() -> Mutation.parse("toy")).hasMessageContaining("no mutation");
    }

    @Test
    void whatHasNoVerdictCountsForNothing() {
        assertThat(strength().judged()).isEqualTo(2);
        assertThat(strength().killedPerCent()).isEqualTo(50.0);
    }

    @Test
    void survivorsAreListedWithTheirReasons() {
        String text = String.join("\n", StrengthText.lines(strength()));
        assertThat(text)
                .contains("   1. toy.FLUSH effect cpus.tlb\n"
                        + "      FLUSH: keeps cpus.tlb; differs from setup empty\n"
                        + "      reason: it is flushed later")
                .contains("Again:  mvn mm:mutate -Dmm.kernel=today -Dmm.mutate.programs=toy"
                        + " -Dmm.mutate.mutants='toy.FLUSH effect cpus.tlb'")
                .contains("No verdict, crashed:\n  toy.READ check NEXT but to END\n      exit code 137")
                .contains("No run comes by toy: NEVER")
                .doesNotContain("toy.PUT");
        assertThat(StrengthText.page(strength()))
                .contains("| toy | 1 | 1 | 0 | 1 | 50.0 |")
                .contains("| `toy.FLUSH effect cpus.tlb` | it is flushed later |");
    }

    @Test
    void tablesHaveARowForEachProgramAndEachMutant() {
        List<StrengthTable> tables = StrengthTable.of(strength());
        assertThat(tables)
                .extracting(StrengthTable::title)
                .containsExactly(
                        "Programs",
                        "Survivors: each wants a property, or a reason",
                        "No verdict",
                        "Killed",
                        "Labels that no run comes by: they have no mutants");
        assertThat(tables)
                .allSatisfy(table -> assertThat(table.rows())
                        .allSatisfy(row -> assertThat(row).hasSameSizeAs(table.head())));
        assertThat(tables.get(0).rows().get(0)).containsExactly("toy", 1L, 1L, 0L, 1L, "50.0");
        assertThat(strength().summary())
                .isEqualTo(
                        "3 mutants on kernel today: 1 killed, 1 survived, 0 equivalent within the bounds, 1 without a"
                                + " verdict; 50.0 % of those that differ are killed (few runs)");
    }

    @Test
    void aSampleIsEvenlySpread() {
        assertThat(strength().every(2).mutants()).containsExactly(PUT.id(), READ.id());
        assertThat(strength().every(2).bounds()).isEqualTo("few runs; one mutant of 2");
        assertThat(strength().every(1)).isEqualTo(strength());
    }

    @Test
    void aScopeIsNamesPatternsAndGroups() {
        List<String> known = List.of("load", "migrate_vma_collect", "migrate_vma_setup", "toy");
        assertThat(Scope.programs(List.of("toy", "*_setup"), known)).containsExactly("migrate_vma_setup", "toy");
        assertThat(Scope.programs(List.of(Scope.MIGRATE_VMA), known))
                .containsExactly("migrate_vma_collect", "migrate_vma_setup");
        assertThat(Scope.programs(List.of(Scope.COMPANIONS), known)).containsExactly("load");
    }

    @Test
    void theReasonsOfTheLibraryNameMutants() {
        Strength.knownReasons().forEach((id, reason) -> {
            assertThat(Mutation.parse(id).id()).isEqualTo(id);
            assertThat(reason).isNotEmpty();
        });
    }
}
