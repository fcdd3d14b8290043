package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogParserTest {
    @Test
    void readsHeaderSequencesOperationsAndRegions() {
        KernelLog log = Logs.made(
                "Filename Type",
                "/dev/loop0 partition",
                "seq a1 two words",
                "> p0 map r0 anon 2",
                "= 0",
                "~ pgfault+3",
                "p0 r0 anon 0:-D 1:unmapped",
                "> p0 read r0 0",
                "= 7",
                "p0 r0 anon 0:PXD/n0/f3/m1/dLAb 1:SD/type27",
                "end",
                "",
                "# a comment",
                "seq a2",
                "end");

        assertThat(log.header()).containsExactly("Filename Type", "/dev/loop0 partition");
        assertThat(log.size()).isEqualTo(2);
        LoggedSequence first = log.sequences().get(0);
        assertThat(first.id()).isEqualTo("a1");
        assertThat(first.theme()).isEqualTo("two words");
        assertThat(first.line()).isEqualTo(3);
        LoggedOperation read = first.operations().get(1);
        assertThat(read.text()).isEqualTo("p0 read r0 0");
        assertThat(read.line()).isEqualTo(8);
        assertThat(read.result()).isEqualTo("7");
        assertThat(read.regions().get(0).cells())
                .containsExactly(
                        new Cell.Present(false, true, true, 0, 3, 1, "dLAb", ""),
                        new Cell.SwapType(false, false, true, 27));
        assertThat(log.sequences().get(1).theme()).isEmpty();
    }

    @Test
    void keepsOperationsKindsAndColumnsThatItDoesNotKnow() {
        KernelLog log = Logs.made(
                "seq 1 x",
                "> p2 hfile f0 512",
                "= 0",
                "m cur 64 anon 4/0",
                "p2 mem pte_kB 44 hugetlb_kB 0",
                "p2 r0 hshare [share 0 tab f0] 0:PFXD/n0/f1/m1/dH/z3/ref513/pin0",
                "p2 r1 anon 0:PXD/n0/f0/m1/Ab/zM/ref2/pin0",
                "end");

        LoggedOperation operation = log.sequences().get(0).operations().get(0);
        assertThat(operation.name()).isEqualTo("hfile");
        assertThat(operation.regions()).hasSize(2);
        assertThat(operation.regions().get(0).cells()).contains(new Cell.Other("[share"));
        assertThat(operation.regions().get(1).cells().get(0)).hasToString("PXD/n0/f0/m1/Ab/zM/ref2/pin0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seq 1 x;p0 r0 anon 0:-D|2|expected an operation",
                "seq 1 x;> p0 exit;end|3|no result of p0 exit (line 2)",
                "seq 1 x;> p0 exit;> p0 exit|3|no result of p0 exit (line 2)",
                "seq 1 x;> p0 exit;p0 r0 anon 0:-D|3|expected the result",
                "seq 1 x;> p0 exit;= ok;= ok|4|a second result",
                "seq 1 x;> p0 exit;= ok|3|ends inside sequence 1",
                "seq 1 x;> p0|2|expected a process and an operation",
                "seq 1 x;> q0 exit|2|expected a process such as p0, found 'q0'",
                "seq 1 x;> p0 exit;= ok;p0 r0 anon 1:-D|4|expected the cell of page 0, found '1:-D'",
                "seq 1 x;> p0 exit;= ok;p0 r0 anon 0:PD/n0/f0|4|'PD/n0/f0' is no cell",
                "seq 1 x;> p0 exit;= ok;p0 r0 anon 0:PD/n0/f0/m1/Q|4|is no cell",
                "seq 1 x;> p0 exit;= ok;p0 x0 anon 0:-|4|expected what a region shows",
                "seq 1 x;> p0 exit;= ok;|4|expected what a region shows",
                "seq 1 x;end;seq 1 y|3|a second sequence 1",
                "seq 1 x;end;> p0 exit|3|expected 'seq ...'",
                "seq  ;end|1|a sequence without a name",
                "only a header|1|no sequence",
            })
    void namesFileAndLineOfWhatItCannotRead(String lines, int line, String problem) {
        assertThatThrownBy(() -> Logs.made(lines.split(";", -1)))
                .isInstanceOf(MalformedLogException.class)
                .hasMessageStartingWith("made.log:" + line + ": ")
                .hasMessageContaining(problem);
    }

    @Test
    void readsPlainAndCompressedFilesAlike(@TempDir Path folder) throws IOException {
        Path plain = folder.resolve("smoke.log");
        Files.writeString(plain, Logs.text("smoke"), StandardCharsets.UTF_8);
        Path packed = folder.resolve("smoke.log.gz");
        try (var in = LogParserTest.class.getResourceAsStream("smoke.log.gz")) {
            Files.copy(in, packed);
        }
        assertThat(LogParser.parse(packed)).isEqualTo(LogParser.parse(plain));
    }

    /** Nothing is lost: every recorded line is there again when the log is written back. */
    @Test
    void writesEveryRecordedLineBackAsItWas() {
        for (String name : Logs.ALL) {
            List<String> source = Logs.text(name)
                    .lines()
                    .filter(line -> !line.startsWith("~ "))
                    .toList();
            assertThat(written(Logs.recorded(name))).as(name).isEqualTo(source);
        }
    }

    private static List<String> written(KernelLog log) {
        List<String> lines = new ArrayList<>(log.header());
        for (LoggedSequence sequence : log.sequences()) {
            lines.add("seq " + sequence.id() + " " + sequence.theme());
            for (LoggedOperation operation : sequence.operations()) {
                lines.add("> " + operation.text());
                lines.add("= " + operation.result());
                for (LoggedRegion region : operation.regions()) {
                    StringBuilder line =
                            new StringBuilder("p" + region.process() + " " + region.region() + " " + region.kind());
                    for (int i = 0; i < region.cells().size(); i++) {
                        line.append(' ')
                                .append(i)
                                .append(':')
                                .append(region.cells().get(i));
                    }
                    lines.add(line.toString());
                }
            }
            lines.add("end");
        }
        return lines;
    }
}
