package io.mmcheck.maven;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * Violations as workflow commands of GitHub: what a runner reads on standard output and puts beside the changed lines. One for
 * each violation that nobody expects.
 */
final class Annotations {
    private Annotations() {}

    /** {@code auto}: where a runner listens. {@code true} and {@code false}: whatever runs the build. */
    static boolean wanted(String setting, Map<String, String> environment) throws MojoExecutionException {
        return switch (setting.strip()) {
            case "auto", "" -> "true".equals(environment.get("GITHUB_ACTIONS"));
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new MojoExecutionException(
                        "mm.annotations is auto, true or false, not '" + Untrusted.line(setting) + "'");
        };
    }

    static List<String> lines(Results results, Expectation expectation, Sources sources, Path reports) {
        List<String> lines = new ArrayList<>();
        for (Verdict verdict : results.verdicts()) {
            Shown shown = verdict.shown();
            if (shown != null && verdict.failed() && !expectation.expects(verdict.property())) {
                Sources.Place place = sources.of(Stories.classes(shown));
                Sources.Place at = place != null
                        ? place
                        : new Sources.Place(sources.shown(reports.resolve(Reports.fileName(shown))), 1);
                lines.add("::error file=" + property(at.file()) + ",line=" + at.line() + ",title="
                        + property("mmcheck: " + verdict.property()) + "::" + data(SarifReport.message(verdict)));
            }
        }
        return lines;
    }

    /** No line may end early: what follows would be a command of its own. */
    private static String data(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '%' -> escaped.append("%25");
                case '\r' -> escaped.append("%0D");
                case '\n' -> escaped.append("%0A");
                default -> escaped.append(Untrusted.line(Character.toString(c)));
            }
        });
        return escaped.toString();
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
