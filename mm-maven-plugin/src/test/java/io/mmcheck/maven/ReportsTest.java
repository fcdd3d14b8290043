package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mmcheck.report.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportsTest {
    @TempDir
    private Path folder;

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(f -> folder.relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    private static Element xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
    }

    private static List<String> jsonStrings(String text) throws IOException {
        List<String> strings = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    strings.add(parser.getText());
                }
            }
        }
        return strings;
    }

    @Test
    void allOfThemAndNothingElseAreWritten() throws Exception {
        Reports reports = Reports.prepare(folder.resolve("a/b"), EnumSet.allOf(Format.class));
        reports.write(Samples.results(Samples.held("a"), Samples.violated("b", "v5.19")));

        assertThat(files(folder.resolve("a/b")))
                .containsExactly(
                        "TEST-mm.xml",
                        "counterexamples/b-7c1e.mmtrace",
                        "index.html",
                        "mm-observations.jsonl",
                        "mm.json",
                        "mm.sarif",
                        "mm.txt");
        assertThat(folder.resolve("a/b/counterexamples/b-7c1e.mmtrace")).hasContent("mmtrace 1\n");
        assertThat(Files.readString(folder.resolve("a/b/mm.txt")))
                .contains(
                        "1000 runs",
                        "VIOLATED  b   after 25 runs, shrunk from 11 operations to 5, minimal (setup swapped,")
                .contains("load a: expected 2, found 1", "1 held, 1 violated");
    }

    @Test
    void anEarlierResultIsGoneBeforeTheRunStarts() throws Exception {
        Reports.prepare(folder, EnumSet.allOf(Format.class)).write(Samples.results(Samples.violated("b", "v5.19")));
        Files.writeString(folder.resolve("somebody-elses.txt"), "stays");

        Reports.prepare(folder, EnumSet.allOf(Format.class));

        assertThat(files(folder)).containsExactly("somebody-elses.txt");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsOneClearError() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Reports.prepare(file.resolve("reports"), EnumSet.allOf(Format.class)))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("cannot write to " + file.resolve("reports"));
    }

    @Test
    void noNameLeadsOutOfTheDirectory() throws Exception {
        Path inner = folder.resolve("inner");
        Reports reports = Reports.prepare(inner, EnumSet.noneOf(Format.class));
        reports.write(Samples.results(Samples.hostile()));
        reports.keep(Samples.results(Samples.hostile()), folder.resolve("kept"));

        assertThat(files(folder)).hasSize(2).allMatch(f -> f.matches("(inner/counterexamples|kept)/[^/]+"));
    }

    @Test
    void xmlSurvivesHostileNames() throws Exception {
        Element suite = xml(JUnitReport.of(Samples.results(Samples.hostile(), Samples.held("a"))));

        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element first = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(first.getAttribute("name"))
                .isEqualTo(Samples.HOSTILE
                        .replaceAll("[\u0000\u001B\r\u202E\u200F]", "?")
                        .replace('\n', ' ')); // as every reader of XML takes a line end in an attribute
        assertThat(first.getElementsByTagName("failure").item(0).getTextContent())
                .contains("]]>");
        assertThat(((Element) suite.getElementsByTagName("testcase").item(1))
                        .getElementsByTagName("failure")
                        .getLength())
                .isZero();
    }

    @Test
    void xmlOfAViolation() throws Exception {
        Element suite = xml(JUnitReport.of(Samples.results(Samples.violated("b", "v5.19"))));
        Element test = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(test.getAttribute("classname")).isEqualTo("mm.v5.19");
        Element failure = (Element) test.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("load a: expected 2, found 1");
        assertThat(failure.getTextContent()).contains("CPU0");
    }

    @Test
    void jsonSurvivesHostileNames() throws Exception {
        Results hostile = Samples.results(Samples.hostile());
        for (String json : List.of(JsonReport.of(hostile), SarifReport.of(hostile, Sources.NONE, folder))) {
            assertThat(jsonStrings(json)).contains(Samples.HOSTILE);
            assertThat(json).matches("[\n -~]*");
        }
    }

    @Test
    void observationsSurviveHostileNames() throws Exception {
        String sent = "{\"property\": \"" + Samples.HOSTILE.replaceAll("[\"\\\\\\p{Cntrl}]", "_") + "\"}\n\n";
        Results results = new Results("check", "5", 2, "17", 1, false, List.of(), List.of(), List.of(sent, sent));
        String lines = JsonReport.observations(results);
        assertThat(lines.lines()).hasSize(2).allMatch(line -> line.matches("[ -~]*"));
        assertThat(jsonStrings(lines.lines().findFirst().orElseThrow()).get(0))
                .contains("</script>", "\u202E")
                .hasSizeGreaterThan(10_000);
    }

    @Test
    void noNameSteersWhatIsReadAsText() {
        assertThat(TextReport.of(Samples.results(Samples.hostile())))
                .contains("</script>")
                .doesNotContainPattern("[\\p{Cntrl}&&[^\n]]|[\\p{Cf}]")
                .doesNotContain("\n::error");
    }

    /** Whoever may read what the build writes may read the reports. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void filesAreAsTheUmaskHasThem() throws Exception {
        Path usual = Files.createFile(folder.resolve("usual"));
        Reports reports = Reports.prepare(folder.resolve("reports"), EnumSet.allOf(Format.class));
        reports.write(Samples.results(Samples.violated("b", "v5.19")));
        for (String file : files(folder.resolve("reports"))) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("reports").resolve(file)))
                    .as(file)
                    .isEqualTo(Files.getPosixFilePermissions(usual));
        }
    }

    @Test
    void timesAreThereIfTheyAreAskedFor() throws Exception {
        Results timed = Samples.results(Samples.held("a")).withTimes();
        assertThat(JsonReport.of(timed)).contains("\"millis\" : 3100");
        assertThat(xml(JUnitReport.of(timed)).getAttribute("time")).isEqualTo("3.100");
    }

    @Test
    void noReportHoldsTimes() throws Exception {
        Verdict b = Samples.violated("b", "v5.19");
        Results slow = new Results("check", "5", 1000, "17", 3_100, List.of(b, Samples.held("a", 900)));
        Results fast = new Results("check", "5", 1000, "17", 1, List.of(b, Samples.held("a", 1)));
        for (Results results : List.of(slow, fast)) {
            Reports.prepare(folder.resolve("of-" + results.millis()), EnumSet.allOf(Format.class))
                    .write(results);
        }
        for (String file : files(folder.resolve("of-1"))) {
            String text = Files.readString(folder.resolve("of-3100").resolve(file));
            assertThat(Files.readString(folder.resolve("of-1").resolve(file)))
                    .as(file)
                    .isEqualTo(text.replace("of-3100", "of-1")); // SARIF names the counterexample file
        }
    }
}
