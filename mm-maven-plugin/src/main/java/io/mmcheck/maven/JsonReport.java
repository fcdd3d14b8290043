package io.mmcheck.maven;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.mmcheck.report.Shown;
import io.mmcheck.report.TestSource;
import io.mmcheck.report.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * mm.json, for machines. Its {@code version} is raised when a field changes its meaning or goes; new fields may come at any
 * time. It holds no times: the same run writes the same bytes.
 */
final class JsonReport {
    static final int VERSION = 1;

    private JsonReport() {}

    static String of(Results results) {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(printer)) {
            json.writeStartObject();
            json.writeStringField("format", "mmcheck");
            json.writeNumberField("version", VERSION);
            json.writeStringField("goal", results.goal());
            if (!results.seed().isEmpty()) {
                json.writeStringField("seed", results.seed());
                json.writeNumberField("tries", results.tries());
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
                raw(json, kernel);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes to memory
        }
        return text + "\n";
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
                raw(json, c.story());
            }
            if (!c.why().isEmpty()) {
                json.writeFieldName("why");
                raw(json, c.why());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** JSON from the forked JVM, for a file of its own: parsed and written again. */
    static String pretty(String json) {
        StringWriter text = new StringWriter();
        try (JsonParser parser = new JsonFactory().createParser(json);
                JsonGenerator copy = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            parser.nextToken();
            copy.copyCurrentStructure(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("the forked JVM sent no JSON", e);
        }
        return text + "\n";
    }

    /** JSON from the forked JVM, on one line: parsed and written again, so that nothing else can get in. */
    private static void raw(JsonGenerator json, String text) throws IOException {
        json.writeRawValue(line(text));
    }

    /** One line for each try, in the open format that Hypothesis writes and Tyche reads. */
    static String observations(Results results) {
        StringBuilder lines = new StringBuilder();
        try {
            for (String observation : results.observations()) {
                lines.append(line(observation)).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the forked JVM sent no JSON", e);
        }
        return lines.toString();
    }

    private static String line(String text) throws IOException {
        StringWriter compact = new StringWriter();
        try (JsonParser parser = new JsonFactory().createParser(text);
                JsonGenerator copy = new JsonFactory().createGenerator(compact)) {
            parser.nextToken();
            copy.copyCurrentStructure(parser);
        }
        return compact.toString();
    }

    private static void array(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
