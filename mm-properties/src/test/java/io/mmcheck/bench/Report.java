package io.mmcheck.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of the benchmark: aligned text line by line as it is measured, and all of it as Markdown at the end. */
final class Report {
    private static final String LAYOUT = "%-52s %14s %14s %18s  %s";
    private static final Row.Line HEAD = new Row.Line("what", "ours", "yardstick", "ratio", "remark");

    private final PrintStream out;
    private final List<Row.Line> lines = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void start() {
        out.printf(
                Locale.ROOT,
                "Java %s, %d processors, load %.1f. A ratio above 1 means that we are faster.%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        print(HEAD);
    }

    void add(Row.Line line) {
        lines.add(line);
        print(line);
    }

    private void print(Row.Line line) {
        String text = String.format(
                Locale.ROOT, LAYOUT, line.what(), line.ours(), line.yardstick(), line.ratio(), line.remark());
        out.println(text.stripTrailing());
    }

    void markdown() {
        out.println();
        out.println(markdown(HEAD));
        out.println("|---|---|---|---|---|");
        lines.forEach(line -> out.println(markdown(line)));
    }

    private static String markdown(Row.Line line) {
        return "| " + line.what() + " | " + line.ours() + " | " + line.yardstick() + " | " + line.ratio() + " | "
                + line.remark() + " |";
    }
}
