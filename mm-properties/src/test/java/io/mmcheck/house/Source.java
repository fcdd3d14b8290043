package io.mmcheck.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One source file of this checkout, read as text: what the house rules ask of it needs no compiler. */
record Source(Path file, String name, String text) {

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

    /** Comments, text blocks, strings and characters: what only looks like code. */
    private static final Pattern NOT_CODE = Pattern.compile(
            "(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|" + "\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+'");

    /** The folder that holds the modules, wherever below it the test was started. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("mm-model")) && Files.isDirectory(at.resolve("mm-properties"))) {
                return at;
            }
        }
        throw new IllegalStateException("not started inside a checkout of mmcheck");
    }

    /** Every Java file of {@code src/<set>/java} of all modules, in the order of their paths. */
    static List<Source> all(String set) {
        return Stream.of("mm-model", "mm-properties", "mm-maven-plugin")
                .map(module ->
                        root().resolve(module).resolve("src").resolve(set).resolve("java"))
                .filter(Files::isDirectory)
                .flatMap(Source::under)
                .toList();
    }

    private static Stream<Source> under(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().map(Source::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(Path file) {
        try {
            String name = file.getFileName().toString();
            return new Source(file, name.substring(0, name.length() - ".java".length()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text without what only looks like code, so that a link in a comment counts as no use. */
    String code() {
        return NOT_CODE.matcher(text).replaceAll(" ");
    }

    /** The package as declared, empty for the unnamed one. */
    String packageName() {
        return PACKAGE.matcher(code())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    /** The first name below {@code io.mmcheck}: {@code kernel} for {@code io.mmcheck.kernel.migrate}. */
    String place() {
        String[] names = packageName().split("\\.");
        return names.length > 2 ? names[2] : "";
    }

    /** The places of ours that this file names, by import or in full. */
    Set<String> placesNamed() {
        return matches("\\bio\\.mmcheck\\.([a-z]\\w*)");
    }

    /** The first groups of all matches of a pattern in the code. */
    Set<String> matches(String pattern) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern)
                .matcher(code())
                .results()
                .map(Source::firstGroup)
                .forEach(found::add);
        return found;
    }

    private static String firstGroup(MatchResult match) {
        return match.group(1);
    }

    @Override
    public String toString() {
        return root().relativize(file).toString().replace('\\', '/');
    }
}
