package io.mmcheck.maven;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.mmcheck.mutate.Strength;
import io.mmcheck.mutate.StrengthTable;
import io.mmcheck.mutate.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * mm-mutate-*.json: tables for mm:report, and each verdict for machines. As {@link JsonReport}, it holds no times.
 */
final class MutationJson {
    static final int VERSION = 1;

    private MutationJson() {}

    static String of(Strength strength) {
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(printer)) {
            json.writeStartObject();
            json.writeStringField("format", "mmcheck");
            json.writeNumberField("version", VERSION);
            json.writeStringField("goal", "mutate");
            json.writeStringField("kernel", strength.kernel());
            json.writeStringField("bounds", strength.bounds());
            json.writeStringField("summary", strength.summary());
            json.writeArrayFieldStart("tables");
            for (StrengthTable table : StrengthTable.of(strength)) {
                write(json, table);
            }
            json.writeEndArray();
            counts(json, strength);
            json.writeArrayFieldStart("mutants");
            for (Verdict verdict : strength.verdicts()) {
                write(json, strength, verdict);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes to memory
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, StrengthTable table) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", table.title());
        json.writeArrayFieldStart("head");
        for (String title : table.head()) {
            json.writeString(title);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (Iterable<Object> row : table.rows()) {
            json.writeStartArray();
            for (Object cell : row) {
                if (cell instanceof Number number) {
                    json.writeNumber(number.longValue());
                } else {
                    json.writeString(cell.toString());
                }
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, Strength strength) throws IOException {
        json.writeObjectFieldStart("counts");
        for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
            json.writeNumberField(outcome.text(), strength.count(outcome));
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Strength strength, Verdict verdict) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", verdict.mutation().id());
        json.writeStringField("program", verdict.mutation().program());
        json.writeStringField("label", verdict.mutation().label());
        json.writeStringField("text", verdict.mutation().text());
        json.writeStringField("outcome", verdict.outcome().text());
        json.writeStringField("by", verdict.by());
        json.writeStringField("how", verdict.how());
        String reason = strength.reason(verdict);
        if (!reason.isEmpty()) {
            json.writeStringField("reason", reason);
        }
        json.writeEndObject();
    }
}
