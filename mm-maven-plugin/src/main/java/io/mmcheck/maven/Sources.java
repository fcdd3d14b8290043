package io.mmcheck.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the classes of the user stand, for tools that mark a line of a file.
 *
 * @param root what names of files are relative to: where Maven was started
 * @param folders the source folders of the module
 */
record Sources(Path root, List<Path> folders) {
    /** Knows none. */
    static final Sources NONE = new Sources(Path.of(""), List.of());

    /** A line of a file; the name as tools want it, with slashes. */
    record Place(String file, int line) {}

    /** The first of these classes whose source is there, or null. */
    @Nullable
    Place of(List<String> classes) {
        for (String name : classes) {
            Place place = of(name);
            if (place != null) {
                return place;
            }
        }
        return null;
    }

    private @Nullable Place of(String name) {
        String outer = name.replaceFirst("\\$.*", "");
        if (!outer.matches("[\\p{javaJavaIdentifierPart}.]+")) {
            return null; // the name of a class comes from the forked JVM: it must not lead anywhere else
        }
        for (Path folder : folders) {
            Path file = folder.resolve(outer.replace('.', '/') + ".java");
            if (Files.isRegularFile(file)) {
                return new Place(shown(file), line(file, name.replaceFirst(".*[.$]", "")));
            }
        }
        return null;
    }

    /** A file as tools want it: relative to where Maven was started if it lies below, with slashes. */
    String shown(Path file) {
        return Reports.shown(file, root).replace('\\', '/');
    }

    private static int line(Path file, String name) {
        Pattern declared = Pattern.compile("\\b(class|record|enum|interface)\\s+" + Pattern.quote(name) + "\\b");
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (declared.matcher(lines.get(i)).find()) {
                    return i + 1;
                }
            }
        } catch (IOException e) {
            return 1; // in another encoding: the file is still the right one
        }
        return 1;
    }
}
