package io.mmcheck.maven;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.util.List;

/**
 * The commands that are printed below a counterexample.
 *
 * @param goals what stands before the name of a goal: the prefix, or coordinates where no pom declares the plugin
 * @param reports the reports directory as a command names it
 * @param seed of this run
 * @param kept whether the counterexample is being kept already
 */
record Commands(String goals, String reports, String seed, boolean kept) {
    List<String> after(Verdict verdict, Shown shown) {
        String replay =
                "  Replay:  mvn " + goals + ":replay -Dmm.trace=" + quoted(reports + "/" + Reports.fileName(shown));
        String kernel = verdict.kernel().equals("today") ? "" : " -Dmm.kernel=" + quoted(verdict.kernel());
        String keep = "  Keep:    mvn " + goals + ":check" + kernel + " -Dmm.seed=" + quoted(seed) + " -Dmm.save";
        return kept ? List.of(replay) : List.of(replay, keep);
    }

    /** As a shell wants it. */
    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./+=:@%,-]*") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
