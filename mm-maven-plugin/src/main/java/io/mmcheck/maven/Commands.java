package io.mmcheck.maven;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands that are printed below a counterexample.
 *
 * @param maven what stands before the name of a goal: {@code mvn mm:}, or coordinates where no pom declares the plugin
 * @param reports the reports directory as a command names it
 * @param again the goal, and the settings that find the same again
 * @param folder where counterexamples are kept, if that is not where everybody looks
 * @param kept whether the counterexample is being kept already
 */
record Commands(
        String maven,
        String reports,
        List<String> again,
        @Nullable String folder,
        boolean kept) {
    List<String> after(Verdict verdict, Shown shown) {
        String replay =
                "  Replay:  " + maven + "replay " + quoted("-Dmm.trace=", reports + "/" + Reports.fileName(shown));
        if (kept) {
            return List.of(replay);
        }
        String kernel = verdict.kernel().equals("today") ? "" : " " + quoted("-Dmm.kernel=", verdict.kernel());
        String settings = again.stream().skip(1).map(s -> " " + quoted("", s)).collect(Collectors.joining());
        String where = folder == null ? "" : " " + quoted("-Dmm.counterexamples=", folder);
        return List.of(replay, "  Keep:    " + maven + again.get(0) + kernel + settings + where + " -Dmm.save");
    }

    /** As a shell wants it. */
    private static String quoted(String name, String value) {
        return name + (value.matches("[A-Za-z0-9_./+=:@%,-]*") ? value : "'" + value.replace("'", "'\\''") + "'");
    }
}
