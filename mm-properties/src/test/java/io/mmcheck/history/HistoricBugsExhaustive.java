package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.docs.Docs;
import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Certificate;
import io.mmcheck.explore.CertificateChecker;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Shrunk;
import io.mmcheck.history.GroundTruth.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.property.Properties;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exhaustive search finds every historic bug, as small as reasoning said or smaller; the table of the docs comes from it. */
class HistoricBugsExhaustive {
    static Stream<Bug> bugs() {
        return GroundTruth.BUGS.stream();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void isFoundAndNoLargerThanReasoned(Bug bug) {
        Shrunk<Machine> small = GroundTruth.shrunk(bug).get(bug.property());
        assertThat(small).as("%s breaks %s", bug, bug.property()).isNotNull();
        int operations = small.scenario().size();
        assertThat(operations).as("operations of %s", small.scenario()).isLessThanOrEqualTo(bug.operations());
        if (operations == bug.operations()) {
            assertThat(small.found().run().preemptions())
                    .as("preemptions of %s", small.scenario())
                    .isLessThanOrEqualTo(bug.preemptions());
        }
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void itsCertificateStandsASecondLook(Bug bug) {
        Certificate<Machine> why = GroundTruth.shrunk(bug).get(bug.property()).certificate();
        assertThat(CertificateChecker.check(why)).isEmpty();
        assertThat(why.round() != null)
                .isEqualTo(Properties.named(bug.property()).liveness());
    }

    @Test
    void everyPatchThatBreaksSomethingIsHere() {
        List<String> breaking = History.ALL.stream()
                .filter(p -> !p.accepted())
                .map(HistoricPatch::id)
                .toList();
        assertThat(GroundTruth.BUGS.stream().map(Bug::patch)).containsAll(breaking);
    }

    @Test
    void theTableOfTheDocsIsThisOne() {
        Docs.same("historic-bugs.md", HistoricBugsPage.text());
    }

    @Test
    void whatAPatchIsSaidToBreakIsShownSomewhere() {
        for (HistoricPatch patch : History.ALL) {
            TreeSet<String> left = new TreeSet<>(patch.breaks());
            GroundTruth.BUGS.stream()
                    .filter(bug -> bug.patch().equals(patch.id()))
                    .forEach(bug -> left.removeAll(GroundTruth.shrunk(bug).keySet()));
            assertThat(left).as("of what %s is said to break", patch.id()).isEmpty();
        }
    }

    /** In the run that shows it. What it breaks in others, random search watches. */
    @ParameterizedTest
    @MethodSource("bugs")
    void breaksOnlyWhatItIsSaidToBreak(Bug bug) {
        for (Shrunk<Machine> small : GroundTruth.shrunk(bug).values()) {
            Exploration<Machine> seen = Exhaustive.of(HistoricBugsPage.SAFETY)
                    .within(Bounds.ofPreemptions(small.found().run().preemptions()))
                    .explore(small.scenario().world(bug.kernel()));
            assertThat(GroundTruth.patchOf(bug.patch()).breaks())
                    .as("said of %s", bug.patch())
                    .containsAll(seen.violated());
        }
    }

    @Test
    void oneThreadMoreTakesOneOperationLess() {
        for (OneMoreThread row : OneMoreThread.all()) {
            assertThat(row.shorter().violated()).isEmpty();
            assertThat(row.shorter().cutBy()).isNull();
            assertThat(row.found().run().preemptions()).isEqualTo(1);
        }
    }

    @Test
    void everyDifferenceFromTheReasonedFiguresIsExplained() {
        assertThat(HistoricBugsPage.differing().stream()
                        .map(bug -> bug.patch() + ", " + bug.property())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(Reasoned.WHY.keySet());
        assertThat(HistoricBugsPage.notBroken()).isEqualTo(Reasoned.WHY_NOT.keySet());
    }
}
