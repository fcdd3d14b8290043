package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mmcheck.program.Kernel;
import org.junit.jupiter.api.Test;

/** The counting, with logs of our own. */
class ComparisonTest {
    private static ConformResult run(String... lines) {
        return Conformance.run(Logs.made(lines), Kernel.TODAY, Settings.USUAL);
    }

    @Test
    void countsResultsAndPages() {
        ConformResult result = run(
                "seq 1 x",
                "> p0 map r0 anon 3",
                "= 0",
                "p0 r0 anon 0:-D 1:-D 2:-D",
                "> p0 map r1 anon 1",
                "= 0",
                "p0 r0 anon 0:-D 1:-D 2:-D",
                "p0 r1 anon 0:-D",
                "end");

        assertThat(result.operations()).isEqualTo(new Tally(2, 2));
        assertThat(result.observations()).isEqualTo(new Tally(4 + 5, 9));
        assertThat(result.agreeingSequences()).isEqualTo(new Tally(1, 1));
        assertThat(result.all()).isEqualTo(2);
        assertThat(result.left()).isEmpty();
    }

    @Test
    void showsBothSidesOfADifference() {
        ConformResult result =
                run("seq 1 x", "> p0 map r0 anon 2", "= EINVAL", "p0 r0 anon 0:- 1:-D", "end", "seq 2 x", "end");

        assertThat(result.differences())
                .extracting(Difference::toString)
                .containsExactly(
                        "line 2: p0 map r0 anon 2: result: kernel EINVAL, model 0",
                        "line 4: p0 map r0 anon 2: p0 r0 0 (state): kernel - (-), model -D (-D)");
        assertThat(result.operations()).isEqualTo(new Tally(0, 1));
        assertThat(result.observations()).isEqualTo(new Tally(1, 3));
        assertThat(result.agreeingSequences()).isEqualTo(new Tally(0, 1));
        assertThat(result.agreement()).isZero();
        assertThat(ConformText.lines(result))
                .anyMatch(line -> line.contains("sequence 1, line 2:") && line.contains("1 more in this sequence"));
    }

    @Test
    void stopsAtTheFirstOperationOutsideAndCountsWhatIsLeft() {
        ConformResult result = run(
                "seq 1 x",
                "> p0 map r0 anon 2",
                "= 0",
                "p0 r0 anon 0:-D 1:-D",
                "> p0 levitate r0 0 2",
                "= 0",
                "p0 r0 anon 0:-D 1:-D",
                "> p0 exit",
                "= ok",
                "end",
                "seq 2 y",
                "> p0 map r0 hugeshm 2",
                "= 0",
                "p0 r0 hugeshm 0:-D 1:-D",
                "> p0 munmap r0 0 2",
                "= 0",
                "p0 r0 hugeshm 0:unmapped 1:unmapped",
                "end");

        assertThat(result.operations()).isEqualTo(new Tally(1, 1));
        assertThat(result.all()).isEqualTo(5);
        assertThat(result.stops()).containsOnlyKeys("operation levitate", "kind hugeshm");
        assertThat(result.left())
                .containsOnly(
                        entry("levitate on anon", 1),
                        entry("exit", 1),
                        entry("map on hugeshm", 1),
                        entry("munmap on hugeshm", 1));
        assertThat(result.agreeingSequences()).isEqualTo(new Tally(1, 1));
    }

    /** A process that only one side shows is a difference, not a region less to compare. */
    @Test
    void missesAProcessThatTheKernelDoesNotShow() {
        ConformResult result = run("seq 1 x", "> p0 map r0 anon 1", "= 0", "end");

        assertThat(result.differences())
                .extracting(Difference::toString)
                .containsExactly("line 2: p0 map r0 anon 1: p0 (state): kernel gone, model alive");
    }

    @Test
    void answersOfTheRecorderNeedNoModel() {
        ConformResult result = run(
                "seq 1 x",
                "> p0 map r0 anon 1",
                "= 0",
                "p0 r0 anon 0:-D",
                "> p0 unpin 3",
                "= noslot",
                "p0 r0 anon 0:-D",
                "> p0 gupread r0 0 1",
                "= noslot",
                "p0 r0 anon 0:-D",
                "> p0 unsplice 0",
                "= noslot",
                "p0 r0 anon 0:-D",
                "end");

        assertThat(result.operations()).isEqualTo(new Tally(4, 4));
    }
}
