package io.mmcheck.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.corpus.Corpus;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check from its request to its result. */
class CheckerTest {
    private static final Property DIRTY = LostDirtyBit.PROPERTY;
    private static final List<Property> THREE =
            List.of(DIRTY, Properties.named("no-deadlock"), Properties.named("some-migration-succeeds"));

    private static CheckRequest few(Kernel kernel) {
        return CheckRequest.of(kernel, THREE, 1).withTries(40);
    }

    @Test
    void equalRequestsHaveEqualResults() {
        CheckRequest request = few(LostDirtyBit.KERNEL).withTries(100);
        assertThat(Checker.run(request)).isEqualTo(Checker.run(request));
    }

    @Test
    void eachPropertyHasAResultAndTheBoundsAreSaid() {
        CheckResult result = Checker.run(few(Kernel.TODAY).withThreads(2).withSetups(List.of("swapped", "empty")));
        assertThat(result.kernel()).isEqualTo("today");
        assertThat(result.runs()).isEqualTo(40);
        assertThat(result.steps()).isGreaterThan(40);
        assertThat(result.bounds()).startsWith("1 to 2 threads").endsWith("setups swapped, empty");
        assertThat(result.properties())
                .extracting(PropertyResult::id)
                .containsExactly("dirty-carried", "no-deadlock", "some-migration-succeeds");
        assertThat(result.violated()).isEmpty();
        assertThat(CheckText.passed(result)).isTrue();
        assertThat(CheckText.summary(result)).startsWith("kernel today, 3 properties, 40 runs, seed 1 (");
    }

    @Test
    void aViolationIsToldOnceAtOnceAndThenInTheResult() {
        List<Counterexample> told = new ArrayList<>();
        CheckResult result = Checker.run(few(LostDirtyBit.KERNEL).withTries(200).withProgress(told::add));
        PropertyResult violated = result.violated().get(0);
        assertThat(violated.id()).isEqualTo("dirty-carried");
        assertThat(violated.violations()).isPositive();
        assertThat(told).containsExactly(violated.counterexample());
        assertThat(told.get(0).foundAfter()).isBetween(1L, 200L);
        assertThat(CheckText.of(result))
                .contains(
                        "VIOLATED  dirty-carried",
                        "lost",
                        "replay",
                        "-Dmm.trace=" + told.get(0).token());
        assertThat(CheckText.passed(result)).isFalse();
    }

    @Test
    void withoutShrinkingItIsShownAsItWasMet() {
        CheckResult result = Checker.run(few(LostDirtyBit.KERNEL).withTries(200).withShrink(false));
        Counterexample found = result.violated().get(0).counterexample();
        assertThat(found.proof()).isEqualTo(Counterexample.Proof.NOT_PROVEN);
        assertThat(found.operations()).isEqualTo(found.operationsBefore());
    }

    @Test
    void whatWasExpectedAndDidNotComeIsMissing() {
        CheckResult result = Checker.run(few(Kernel.TODAY).withExpectViolation(Set.of("dirty-carried")));
        assertThat(result.missing()).containsExactly("dirty-carried");
        assertThat(CheckText.of(result)).contains("NOT VIOLATED although that was expected  dirty-carried");
        assertThat(CheckText.passed(result)).isFalse();
    }

    @Test
    void includesAndExcludesArePatterns() {
        CheckRequest request = few(Kernel.TODAY).withTries(1);
        assertThat(Checker.run(request.withIncludes(List.of("*dead*", "dirty-carried"))
                                .withExcludes(List.of("dirty*")))
                        .properties())
                .extracting(PropertyResult::id)
                .containsExactly("no-deadlock");
    }

    @Test
    void whatDoesNotExistIsRefusedWithWhatIsNear() {
        CheckRequest request = few(Kernel.TODAY).withTries(1);
        assertThatThrownBy(() -> Checker.run(request.withIncludes(List.of("dirty-carryed"))))
                .hasMessageContaining("near: dirty-carried");
        assertThatThrownBy(() -> Checker.run(request.withExcludes(List.of("no-deadlok"))))
                .hasMessageContaining("near: no-deadlock");
        assertThatThrownBy(() -> Checker.run(request.withExpectViolation(Set.of("dirty"))))
                .hasMessageContaining("near: dirty-carried");
        assertThatThrownBy(() -> Checker.run(request.withSetups(List.of("swaped"))))
                .hasMessage("no setup is named 'swaped'; near: swapped");
        assertThatThrownBy(() -> Checker.run(CheckRequest.of(Kernel.TODAY, List.of(DIRTY, DIRTY), 1)))
                .hasMessageContaining("two properties are named dirty-carried");
    }

    @Test
    void whatIsSavedComesFirst(@TempDir Path folder) {
        Path file = new Corpus(folder).save(LostDirtyBit.trace());
        CheckRequest request = few(LostDirtyBit.KERNEL).withTries(1).withCounterexamples(folder);

        CheckResult broken = Checker.run(request);
        assertThat(broken.replayed()).singleElement().satisfies(replayed -> {
            assertThat(replayed.file()).isEqualTo(file.getFileName().toString());
            assertThat(replayed.reproduced()).isTrue();
        });
        Counterexample found = broken.violated().get(0).counterexample();
        assertThat(found.foundAfter()).isZero();
        assertThat(found.text()).isEqualTo(LostDirtyBit.trace().text());

        CheckResult mended = Checker.run(few(Kernel.TODAY).withTries(1).withCounterexamples(folder));
        assertThat(mended.violated()).isEmpty();
        assertThat(mended.replayed()).noneMatch(CheckResult.Replayed::reproduced);
    }

    @Test
    void aSavedOneOfAPropertyThatIsLeftOutIsLeftAlone(@TempDir Path folder) {
        new Corpus(folder).save(LostDirtyBit.trace());
        CheckRequest request = few(LostDirtyBit.KERNEL).withTries(1).withCounterexamples(folder);
        assertThat(Checker.run(request.withIncludes(List.of("no-deadlock"))).replayed())
                .isEmpty();
    }

    @Test
    void aSavedOneOfAnUnknownPropertyIsAnError(@TempDir Path folder) throws Exception {
        String text = LostDirtyBit.trace().text().replace("violates dirty-carried", "violates dirty-carrier");
        Files.writeString(folder.resolve("a.mmtrace"), text);
        CheckRequest request = few(LostDirtyBit.KERNEL).withTries(1).withCounterexamples(folder);
        assertThatThrownBy(() -> Checker.run(request))
                .hasMessage("a.mmtrace: no property is named 'dirty-carrier'; near: dirty-carried");
    }
}
