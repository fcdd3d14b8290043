package io.mmcheck.maven.html;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The results that goals have left below a reports directory. */
public final class Collected {
    /** The reports directory itself, and folders in it that a build gives its executions. */
    private static final int DEPTH = 2;

    private Collected() {}

    /**
     * Every file {@code mm*.json} of ours, by name.
     *
     * @throws IOException if one of them cannot be read, or is torn; the message names it
     */
    public static List<Document> below(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory, DEPTH)) {
            files = all.filter(f -> f.getFileName().toString().matches("mm[A-Za-z0-9-]*\\.json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        List<Document> documents = new ArrayList<>();
        for (Path file : files) {
            String json = Files.readString(file);
            if (isOurs(file, json)) {
                documents.add(new Document(directory.relativize(file).toString().replace('\\', '/'), json));
            }
        }
        return documents;
    }

    /** Whether it is an object that says so in its first field, and complete. */
    private static boolean isOurs(Path file, String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            boolean ours = parser.nextToken() == JsonToken.START_OBJECT
                    && "format".equals(parser.nextFieldName())
                    && "mmcheck".equals(parser.nextTextValue());
            while (ours && parser.nextToken() != null) {
                parser.skipChildren(); // to its end: half a file is none
            }
            return ours;
        } catch (IOException e) {
            throw new IOException(file + " is torn: " + e.getMessage(), e);
        }
    }
}
