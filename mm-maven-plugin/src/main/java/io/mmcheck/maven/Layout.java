package io.mmcheck.maven;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Verdicts as people read them, on the console and in the reports alike. */
final class Layout {
    private Layout() {}

    /** {@code   ok  no-lost-write                1000 runs   412,200 steps}. */
    static String line(Verdict v) {
        return switch (v.outcome()) {
            case HELD -> row("ok", v, held(v));
            case SEEN -> row("ok", v, String.format(Locale.ROOT, "seen in %,d of %,d runs", v.seen(), v.runs()));
            case NOT_YET_SEEN ->
                row("--", v, String.format(Locale.ROOT, "not seen yet in %s", count(v.runs(), "run", "runs")));
            case NEVER_SEEN ->
                "  NEVER SEEN  " + v.property() + " in " + count(v.runs(), "run", "runs")
                        + ": what the runs show is less than it seems";
            case VIOLATED -> "  VIOLATED  " + v.property() + "   in " + count(v.runs(), "run", "runs");
        };
    }

    /** The same with the time that judging took: for the console, since reports are to be the same everywhere. */
    static String lineWithTime(Verdict v) {
        return v.outcome() == Verdict.Outcome.HELD && v.states() == 0
                ? line(v) + "  " + Durations.seconds(v.millis())
                : line(v);
    }

    private static String held(Verdict v) {
        return v.states() == 0
                ? String.format(Locale.ROOT, "%6d runs %,11d steps", v.runs(), v.steps())
                : String.format(
                        Locale.ROOT,
                        "%,11d states %,11d steps%s",
                        v.states(),
                        v.steps(),
                        v.complete() ? "" : ", NOT complete");
    }

    private static String row(String verdict, Verdict v, String rest) {
        return String.format(Locale.ROOT, "  %s  %-30s %s", verdict, v.property(), rest);
    }

    /** One line that says what is violated, the run, and what was lost. */
    static List<String> violated(Verdict v, Shown shown) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(v, shown));
        shown.lanes().forEach(lane -> lines.add("    " + lane));
        lines.add("    " + shown.lost());
        if (!shown.needs().isEmpty()) {
            lines.add("    it needs " + String.join(" and ", shown.needs()));
        }
        if (!shown.reasons().isEmpty()) {
            lines.add("    why:");
            shown.reasons().forEach(reason -> lines.add("    " + reason));
        }
        return lines;
    }

    private static String headline(Verdict v, Shown shown) {
        String how =
                shown.foundAfter() == 0 ? "by " + shown.foundBy() : "after " + count(shown.foundAfter(), "run", "runs");
        String size = shown.foundWith() > shown.operations()
                ? "shrunk from " + count(shown.foundWith(), "operation", "operations") + " to " + shown.operations()
                : count(shown.operations(), "operation", "operations");
        String certificate = shown.certificate().isEmpty() ? "" : ", certificate: " + shown.certificate();
        return "  VIOLATED  " + v.property() + "   " + how + ", " + size + ", " + shown.proof() + " (setup "
                + shown.setup() + certificate + ")";
    }

    static String count(long n, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
    }

    static String summary(Results results) {
        return (results.verdicts().size() - results.failed()) + " held, " + results.failed() + " violated";
    }
}
