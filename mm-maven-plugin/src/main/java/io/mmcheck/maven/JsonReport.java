package io.mmcheck.maven;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mmcheck.report.Shown;
import io.mmcheck.report.TestSource;
import io.mmcheck.report.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * mm.json, for machines. Its {@code version} is raised when a field changes its meaning or goes; new fields may come at any
 * time. It holds no times unless they are asked for: the same run writes the same bytes.
 */
final class JsonReport {
    static final int VERSION = 1;

    private JsonReport() {}

    static String of(Results results) {
        return JsonText.file(json -> {
            json.writeStartObject();
            json.writeStringField("format", "mmcheck");
            json.writeNumberField("version", VERSION);
            json.writeStringField("goal", results.goal());
            if (!results.seed().isEmpty()) {
                json.writeStringField("seed", results.seed());
                json.writeNumberField("tries", results.tries());
            }
            if (results.timed()) {
                json.writeNumberField("millis", results.millis());
            }
            json.writeNumberField("held", results.verdicts().size() - results.failed());
            json.writeNumberField("violated", results.failed());
            json.writeArrayFieldStart("properties");
            for (Verdict verdict : results.verdicts()) {
                write(json, verdict);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("kernels");
            for (String kernel : results.kernels()) {
                json.writeRawValue(JsonText.line(kernel));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** One line for each try, in the open format that Hypothesis writes and Tyche reads. */
    static String observations(Results results) {
        StringBuilder lines = new StringBuilder();
        for (String observation : results.observations()) {
            lines.append(JsonText.line(observation)).append('\n');
        }
        return lines.toString();
    }

    private static void write(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeStartObject();
        json.writeStringField("property", verdict.property());
        json.writeStringField("kernel", verdict.kernel());
        json.writeStringField("statement", verdict.statement());
        json.writeStringField(
                "outcome", verdict.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.writeBooleanField("failed", verdict.failed());
        json.writeNumberField("runs", verdict.runs());
        json.writeNumberField("seen", verdict.seen());
        json.writeNumberField("steps", verdict.steps());
        if (verdict.states() > 0) {
            json.writeNumberField("states", verdict.states());
            json.writeBooleanField("complete", verdict.complete());
        }
        json.writeStringField("bounds", verdict.bounds());
        Shown c = verdict.shown();
        if (c != null) {
            json.writeObjectFieldStart("counterexample");
            json.writeStringField("setup", c.setup());
            json.writeStringField("foundBy", c.foundBy());
            json.writeNumberField("foundAfter", c.foundAfter());
            json.writeNumberField("foundWith", c.foundWith());
            json.writeNumberField("operations", c.operations());
            json.writeNumberField("preemptions", c.preemptions());
            json.writeStringField("proof", c.proof());
            json.writeStringField("certificate", c.certificate());
            array(json, "searches", c.searches());
            array(json, "needs", c.needs());
            json.writeStringField("lost", c.lost());
            json.writeStringField("file", Reports.fileName(c));
            array(json, "lanes", c.lanes());
            json.writeStringField("trace", c.trace());
            json.writeObjectFieldStart("test");
            json.writeStringField("name", TestSource.className(c.file()));
            json.writeStringField("source", TestSource.of(c.file(), c.trace()));
            json.writeEndObject();
            if (!c.story().isEmpty()) {
                json.writeFieldName("story");
                json.writeRawValue(JsonText.line(c.story()));
            }
            if (!c.why().isEmpty()) {
                json.writeFieldName("why");
                json.writeRawValue(JsonText.line(c.why()));
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void array(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
