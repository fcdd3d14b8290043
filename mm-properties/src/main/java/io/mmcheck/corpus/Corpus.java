package io.mmcheck.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mmcheck.scenario.MalformedTraceException;
import io.mmcheck.scenario.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory of {@code .mmtrace} files. */
public record Corpus(Path directory) {
    public static final String SUFFIX = ".mmtrace";

    /**
     * The counterexamples by file name; none if there is no such directory.
     *
     * @throws MalformedTraceException if one of them cannot be read
     */
    public SortedMap<String, Trace> traces() {
        TreeMap<String, Trace> traces = new TreeMap<>();
        for (Path file : files()) {
            traces.put(String.valueOf(file.getFileName()), read(file));
        }
        return traces;
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    /** One counterexample file. */
    public static Trace read(Path file) {
        try {
            return Trace.parse(file.toString(), Files.readString(file, UTF_8));
        } catch (CharacterCodingException e) {
            throw new MalformedTraceException(
                    file.toString(), 0, "this is no text in UTF-8, so it is no counterexample");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Saves one under its own name and returns the file. The same counterexample is the same file. */
    public Path save(Trace trace) {
        Path file = directory.resolve(trace.fileName());
        try {
            Files.createDirectories(directory);
            Files.writeString(file, trace.text(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
        return file;
    }
}
