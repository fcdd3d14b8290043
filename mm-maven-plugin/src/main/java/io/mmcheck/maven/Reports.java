package io.mmcheck.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mmcheck.maven.html.Collected;
import io.mmcheck.maven.html.Document;
import io.mmcheck.maven.html.ModuleResults;
import io.mmcheck.maven.html.Page;
import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.maven.plugin.MojoExecutionException;

/** The report files of one goal. Each appears whole or not at all. */
final class Reports {
    private static final String TEXT = "mm.txt";
    private static final String JUNIT = "TEST-mm.xml";
    private static final String JSON = "mm.json";
    private static final String HTML = "index.html";
    private static final String SARIF = "mm.sarif";
    private static final String OBSERVATIONS = "mm-observations.jsonl";
    private static final String COUNTEREXAMPLES = "counterexamples";

    /** File systems take 255 bytes at most. */
    private static final int LONGEST_NAME = 120;

    private static final int NAME_END = "-0000.mmtrace".length();

    private final Path directory;
    private final Set<Format> formats;

    private Reports(Path directory, Set<Format> formats) {
        this.directory = directory;
        this.formats = formats;
    }

    /** Makes room: what an earlier run left must not pass for the result of one that breaks off. Tries that it can write. */
    static Reports prepare(Path directory, Set<Format> formats) throws MojoExecutionException {
        try {
            Path examples = Files.createDirectories(directory.resolve(COUNTEREXAMPLES));
            for (String name : List.of(TEXT, JUNIT, JSON, HTML, SARIF, OBSERVATIONS)) {
                Files.deleteIfExists(directory.resolve(name));
            }
            try (DirectoryStream<Path> old = Files.newDirectoryStream(examples, "*.mmtrace")) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
        checkWritable(directory);
        return new Reports(directory, formats);
    }

    /** Creates a directory if it has to, and tries it. */
    static void checkWritable(Path directory) throws MojoExecutionException {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createFile(temporary(directory)));
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** The directory as a command names it: relative where it lies below. */
    String shown(Path basedir) {
        return shown(directory, basedir);
    }

    static String shown(Path directory, Path basedir) {
        Path absolute = directory.toAbsolutePath().normalize();
        Path base = basedir.toAbsolutePath().normalize();
        return (absolute.startsWith(base) ? base.relativize(absolute) : absolute).toString();
    }

    Path directory() {
        return directory;
    }

    /** What is left of a run that broke off: only SARIF has a word for it. */
    void broken(String why) throws MojoExecutionException {
        if (formats.contains(Format.SARIF)) {
            write(directory, directory.resolve(SARIF), SarifReport.broken(why));
        }
    }

    void write(Results results) throws MojoExecutionException {
        write(results, Sources.NONE);
    }

    void write(Results results, Sources sources) throws MojoExecutionException {
        for (Verdict verdict : results.verdicts()) {
            Shown shown = verdict.shown();
            if (shown != null) {
                write(directory, directory.resolve(fileName(shown)), shown.trace());
            }
        }
        for (Format format : formats) {
            switch (format) {
                case TEXT -> write(directory, directory.resolve(TEXT), TextReport.of(results));
                case JUNIT -> write(directory, directory.resolve(JUNIT), JUnitReport.of(results));
                case JSON -> write(directory, directory.resolve(JSON), JsonReport.of(results));
                case HTML -> write(directory, directory.resolve(HTML), page(results));
                case SARIF -> write(directory, directory.resolve(SARIF), SarifReport.of(results, sources, directory));
                case OBSERVATIONS ->
                    write(directory, directory.resolve(OBSERVATIONS), JsonReport.observations(results));
            }
        }
    }

    /** With what other goals have left beside it. */
    private String page(Results results) throws MojoExecutionException {
        List<Document> documents = new ArrayList<>();
        documents.add(new Document(JSON, JsonReport.of(results)));
        try {
            Collected.below(directory).stream()
                    .filter(other -> !other.name().equals(JSON))
                    .forEach(documents::add);
        } catch (IOException e) {
            throw new MojoExecutionException("no report: " + e.getMessage(), e);
        }
        return Page.of(List.of(new ModuleResults("", documents)));
    }

    /** Copies the counterexamples where they are replayed first from now on. */
    void keep(Results results, Path folder) throws MojoExecutionException {
        for (Verdict verdict : results.verdicts()) {
            Shown shown = verdict.shown();
            if (shown != null) {
                Path name = Path.of(fileName(shown)).getFileName();
                write(folder, folder.resolve(name), shown.trace());
            }
        }
    }

    /** Below the directory. The name comes from the forked JVM: it must not lead anywhere else. */
    static String fileName(Shown shown) {
        String name = shown.file().replaceAll("[^A-Za-z0-9._-]", "_");
        int end = name.length() - NAME_END; // hash and ending: what tells it from others
        return COUNTEREXAMPLES + "/"
                + (name.length() <= LONGEST_NAME
                        ? name
                        : name.substring(0, LONGEST_NAME - NAME_END) + name.substring(end));
    }

    /** A file of results of another goal, under a name that leads nowhere else; the JSON comes from the forked JVM. */
    static void writeJson(Path directory, String name, String json) throws MojoExecutionException {
        String file =
                name.replaceFirst("(\\.gz)?$", "").replaceAll(".*[/\\\\]", "").replaceAll("[^A-Za-z0-9-]+", "-");
        String whole = (file.startsWith("mm-") ? file : "mm-conform-" + file) + ".json";
        write(directory, directory.resolve(whole), JsonText.pretty(json));
    }

    static void write(Path directory, Path file, String text) throws MojoExecutionException {
        try {
            Files.createDirectories(directory);
            Path temporary = temporary(directory);
            try {
                Files.writeString(temporary, text, UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                move(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** A file of {@link Files#createTempFile} nobody else may read, and it would stay so; this one is as the umask has it. */
    private static Path temporary(Path directory) {
        return directory.resolve(".mm" + UUID.randomUUID() + ".tmp");
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static MojoExecutionException unwritable(Path directory, IOException e) {
        return new MojoExecutionException("cannot write to " + directory + ": " + e, e);
    }
}
