package io.mmcheck.maven;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/** JSON as all reports have it: only ASCII, so that no name in it can steer or reorder what somebody looks at. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** A file of its own: indented, the same line ends everywhere. */
    static String file(Body body) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = generator(text).setPrettyPrinter(printer)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes to memory
        }
        return text + "\n";
    }

    /** JSON from the forked JVM on one line: parsed and written again, so that nothing else can get in. */
    static String line(String untrusted) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = generator(text)) {
            copy(untrusted, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it writes to memory
        }
        return text.toString();
    }

    /** The same, indented, for a file of its own. */
    static String pretty(String untrusted) {
        return file(json -> copy(untrusted, json));
    }

    private static void copy(String untrusted, JsonGenerator json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(untrusted)) {
            parser.nextToken();
            json.copyCurrentStructure(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("the forked JVM sent no JSON", e);
        }
    }

    private static JsonGenerator generator(Writer to) throws IOException {
        return FACTORY.createGenerator(to).setHighestNonEscapedChar('~');
    }
}
