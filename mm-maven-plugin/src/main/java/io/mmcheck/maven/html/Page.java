package io.mmcheck.maven.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page as one text. Style and script are named by their digest in the content security policy, so nothing else that may get
 * into the page can run, and nothing is fetched. The data is JSON in an element that no browser executes; whatever could end that
 * element is escaped.
 */
public final class Page {
    /** The script is one function, in these parts: each may use what stands before it, and functions of all. */
    private static final List<String> PARTS = List.of(
            "tools.js",
            "results.js",
            "frame.js",
            "overview.js",
            "coverage.js",
            "tables.js",
            "violation.js",
            "strips.js",
            "lanes.js",
            "state.js",
            "why.js",
            "take.js",
            "route.js");

    private Page() {}

    /** The same modules give the same bytes. */
    public static String of(List<ModuleResults> modules) {
        String style = resource("page.css");
        String script = PARTS.stream()
                .map(Page::resource)
                .collect(Collectors.joining("", "\"use strict\";\n(() => {\n", "})();\n"));
        String policy = "default-src 'none'; script-src 'sha256-" + digest(script) + "'; style-src 'sha256-"
                + digest(style) + "'; img-src data: blob:; base-uri 'none'; form-action 'none'";
        return resource("page.html")
                .replace("@POLICY@", policy)
                .replace("@STYLE@", style)
                .replace("@SCRIPT@", script)
                .replace("@DATA@", data(modules));
    }

    private static String data(List<ModuleResults> modules) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setCharacterEscapes(new Harmless());
            json.setHighestNonEscapedChar('~');
            json.writeStartArray();
            for (ModuleResults module : modules) {
                json.writeStartObject();
                json.writeStringField("module", module.name());
                json.writeArrayFieldStart("documents");
                for (Document document : module.documents()) {
                    json.writeStartObject();
                    json.writeStringField("file", document.name());
                    json.writeFieldName("data");
                    copy(document, json);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void copy(Document document, JsonGenerator json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(document.json())) {
            parser.nextToken();
            json.copyCurrentStructure(parser);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the plugin has no " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
