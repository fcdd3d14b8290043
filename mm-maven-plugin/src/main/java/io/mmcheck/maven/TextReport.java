package io.mmcheck.maven;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** mm.txt: what the console shows, with the bounds of each verdict. */
final class TextReport {
    private TextReport() {}

    static String of(Results results) {
        List<String> lines = new ArrayList<>();
        String search = results.seed().isEmpty() ? "" : "seed " + results.seed() + ", " + results.tries() + " tries, ";
        lines.add("mm:" + results.goal() + ", " + search + "JDK " + results.java());
        for (Verdict verdict : results.verdicts()) {
            lines.add("");
            Shown shown = verdict.shown();
            lines.addAll(shown == null ? List.of(Layout.line(verdict)) : Layout.violated(verdict, shown));
            if (shown != null) {
                lines.add("    in " + Reports.fileName(shown));
                shown.searches().forEach(s -> lines.add("    searched: " + s));
            }
            lines.add("    on " + verdict.kernel() + ": " + verdict.statement());
            lines.add("    within " + verdict.bounds());
        }
        lines.add("");
        lines.add(Layout.summary(results));
        return lines.stream().map(line -> Untrusted.line(line) + "\n").collect(Collectors.joining());
    }
}
