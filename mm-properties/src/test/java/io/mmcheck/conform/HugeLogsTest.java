package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.docs.Docs;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Real huge pages on the kernel of the recording: all that is compared agrees, but for what has a reason. */
class HugeLogsTest {
    @Test
    void modelAndKernelAgreeButForKnownDifferences() {
        Set<HugeLogs.Known> seen = new HashSet<>();
        int compared = 0;
        int agreed = 0;
        for (String log : Logs.HUGE) {
            seen.addAll(HugeLogs.differing(log).keySet());
            compared += Conformances.of(log).operations().compared();
            agreed += Conformances.of(log).operations().agreed();
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(HugeLogs.KNOWN);
        assertThat(agreed * 100).isGreaterThanOrEqualTo(compared * 95);
    }

    @Test
    void theDocumentIsUpToDate() {
        Docs.same("conformance-thp.md", HugeLogs.page());
    }

    @Test
    void aTornRunIsRefused() {
        assertThat(Logs.made(
                                "seq 1 thp",
                                "> p0 mapthp r0 1",
                                "= 0",
                                "p0 r0 thpb 0-1:hugeWdy/o9/n0/z3/hf0/m1/pm0/ref1/pin0 2:swp0 3-511:none",
                                "end")
                        .sequences()
                        .get(0)
                        .operations()
                        .get(0)
                        .regions()
                        .get(0)
                        .cells())
                .hasSize(512)
                .contains(Cell.Part.without("swp0"));
        assertThatThrownBy(() ->
                        Logs.made("seq 1 thp", "> p0 mapthp r0 1", "= 0", "p0 r0 thpb 0-1:none 3-511:none", "end"))
                .isInstanceOf(MalformedLogException.class)
                .hasMessageContaining("no run from page 2 on");
    }
}
