package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mmcheck.kernel.vmscan.ShrinkFolio;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelsTest {
    private static final Patch NO_FLUSH = drops("no-flush", ShrinkFolio.At.FLUSH_DIRTY);
    private static final Patch NO_FLUSH_AT_ALL = drops("no-flush-at-all", ShrinkFolio.At.FLUSH_FREED);
    private static final Patch SAME_LABEL = drops("same-label", ShrinkFolio.At.FLUSH_DIRTY);
    private static final List<Patch> KNOWN = List.of(NO_FLUSH, NO_FLUSH_AT_ALL, SAME_LABEL);
    private static final List<Release> RELEASES = List.of(new Release("v1.0", "", List.of(NO_FLUSH)));

    private static Patch drops(String id, Enum<?> label) {
        return new Patch() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public List<Edit> edits() {
                return List.of(Edit.drop(ShrinkFolio.PROGRAM, label));
            }
        };
    }

    private static Kernel parse(String text) {
        return Kernels.parse(text, KNOWN, RELEASES);
    }

    private static String refusal(String text) {
        return assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(text))
                .actual()
                .getMessage();
    }

    @Test
    void todayHasNoPatches() {
        assertThat(Kernels.parse("today")).isSameAs(Kernel.TODAY);
        assertThat(parse("today+no-flush-no-flush").patches()).isEmpty();
    }

    @Test
    void aReleaseIsItsPatches() {
        assertThat(parse("v1.0").patches()).containsExactly(NO_FLUSH);
        assertThat(parse("v1.0").name()).isEqualTo("v1.0");
    }

    @Test
    void theLongestIdThatFitsIsMeant() {
        assertThat(parse("today+no-flush-at-all").patches()).containsExactly(NO_FLUSH_AT_ALL);
        assertThat(parse("today+no-flush+no-flush-at-all-no-flush").patches()).containsExactly(NO_FLUSH_AT_ALL);
    }

    @Test
    void commasAndSpacesMayStandBetween() {
        Kernel kernel = parse("v1.0+no-flush-at-all, -no-flush");
        assertThat(kernel.patches()).containsExactly(NO_FLUSH_AT_ALL);
        assertThat(kernel.name()).isEqualTo("v1.0+no-flush-at-all-no-flush");
    }

    @Test
    void namesThatAreNearAreTold() {
        assertThat(refusal("today+no-flsh")).contains("no patch is named 'no-flsh'", "no-flush");
        assertThat(refusal("v1.1")).contains("no kernel is named 'v1.1'", "v1.0");
        assertThat(refusal("")).contains("today");
        assertThat(refusal("today no-flush")).contains("+patch");
    }

    @Test
    void aPatchCannotBeAddedTwiceOrTakenOffAListThatDoesNotHaveIt() {
        assertThat(refusal("v1.0+no-flush")).contains("on the list already");
        assertThat(refusal("v1.0-same-label")).contains("does not have it: no-flush");
    }

    @Test
    void twoPatchesOfOneLabelAreAConflict() {
        assertThat(refusal("v1.0+same-label")).contains("cannot be built", "no-flush", "same-label");
    }
}
