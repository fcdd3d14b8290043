package io.mmcheck.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * mm.sarif, as SARIF 2.1.0 has it: one result for each violation, at the class of the user that it speaks of, or else at the
 * counterexample file. {@code executionSuccessful} says whether the tool ran, not whether it found something.
 */
final class SarifReport {
    static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private SarifReport() {}

    /** A run that came to its end; {@code counterexamples} is the folder below which they are. */
    static String of(Results results, Sources sources, Path counterexamples) {
        return text(json -> {
            rules(json, results.verdicts());
            json.writeEndObject();
            json.writeEndObject();
            invocation(json, true, null);
            json.writeArrayFieldStart("results");
            for (Verdict verdict : results.verdicts()) {
                if (verdict.failed()) {
                    result(json, verdict, sources, counterexamples);
                }
            }
            json.writeEndArray();
        });
    }

    /** A run that broke off. */
    static String broken(String why) {
        return text(json -> {
            json.writeEndObject();
            json.writeEndObject();
            invocation(json, false, why);
        });
    }

    private static String text(JsonText.Body body) {
        return JsonText.file(json -> {
            json.writeStartObject();
            json.writeStringField("$schema", SCHEMA);
            json.writeStringField("version", "2.1.0");
            json.writeArrayFieldStart("runs");
            json.writeStartObject();
            json.writeObjectFieldStart("tool");
            json.writeObjectFieldStart("driver");
            json.writeStringField("name", "mmcheck");
            body.write(json);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void rules(JsonGenerator json, List<Verdict> verdicts) throws IOException {
        Map<String, String> statements = new TreeMap<>();
        verdicts.forEach(v -> statements.put(v.property(), v.statement()));
        json.writeArrayFieldStart("rules");
        for (Map.Entry<String, String> rule : statements.entrySet()) {
            json.writeStartObject();
            json.writeStringField("id", rule.getKey());
            text(json, "shortDescription", rule.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void invocation(JsonGenerator json, boolean successful, @Nullable String why) throws IOException {
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", successful);
        if (why != null) {
            json.writeArrayFieldStart("toolExecutionNotifications");
            json.writeStartObject();
            json.writeStringField("level", "error");
            text(json, "message", why);
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void result(JsonGenerator json, Verdict verdict, Sources sources, Path counterexamples)
            throws IOException {
        Shown shown = verdict.shown();
        json.writeStartObject();
        json.writeStringField("ruleId", verdict.property());
        json.writeStringField("level", shown == null ? "warning" : "error");
        text(json, "message", message(verdict));
        if (shown != null) {
            locations(json, shown, sources, counterexamples);
            json.writeObjectFieldStart("partialFingerprints");
            json.writeStringField("counterexample/v1", shown.file());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("properties");
        json.writeStringField("kernel", verdict.kernel());
        json.writeStringField("bounds", verdict.bounds());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** What was lost, and what it needs; for something that never happened, that. */
    static String message(Verdict verdict) {
        Shown shown = verdict.shown();
        if (shown == null) {
            return "on kernel " + verdict.kernel() + " it never happened: " + verdict.statement();
        }
        return "on kernel " + verdict.kernel() + ": " + shown.lost()
                + (shown.needs().isEmpty() ? "" : " (it needs " + String.join(" and ", shown.needs()) + ")");
    }

    private static void locations(JsonGenerator json, Shown shown, Sources sources, Path counterexamples)
            throws IOException {
        List<String> classes = Stories.classes(shown);
        Sources.Place place = sources.of(classes);
        Sources.Place at = place != null
                ? place
                : new Sources.Place(sources.shown(counterexamples.resolve(Reports.fileName(shown))), 1);
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(at.file()));
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", at.line());
        json.writeEndObject();
        json.writeEndObject();
        if (!classes.isEmpty()) {
            json.writeArrayFieldStart("logicalLocations");
            json.writeStartObject();
            json.writeStringField("fullyQualifiedName", classes.get(0));
            json.writeStringField("kind", "type");
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    /** Everything that has no meaning in a reference stays; the rest is escaped. */
    private static String uri(String file) {
        StringBuilder uri = new StringBuilder();
        for (byte b : file.getBytes(UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0);
            uri.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return uri.toString();
    }

    private static void text(JsonGenerator json, String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
