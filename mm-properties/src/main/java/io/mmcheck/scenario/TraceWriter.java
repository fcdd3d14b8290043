package io.mmcheck.scenario;

import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of a counterexample file, see {@code docs/trace-format.md}. The same trace gives the same bytes everywhere. */
final class TraceWriter {
    static final int VERSION = 1;
    static final String FIRST_WORD = "mmtrace";

    private TraceWriter() {}

    static String text(Trace trace) {
        List<String> lines = new ArrayList<>();
        lines.add(FIRST_WORD + " " + VERSION);
        lines.add("kernel " + trace.kernel());
        lines.add(
                "setup " + trace.setup() + sizes(trace.config(), trace.script().size()));
        lines.addAll(columns(trace.script()));
        lines.add("violates " + trace.property() + (trace.lost().isEmpty() ? "" : ": " + trace.lost()));
        List<String> segments = trace.replay().lines();
        int stem = segments.size() - trace.loop();
        lines.addAll(segments.subList(0, stem));
        if (trace.loop() > 0) {
            lines.add("loop");
            lines.addAll(segments.subList(stem, segments.size()));
        }
        lines.add("digest " + String.format(Locale.ROOT, "%016x", trace.replay().digest()));
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** What differs from the machine of searches: {@code addresses=4}. */
    private static String sizes(Config config, int threads) {
        List<String> usual = ConfigText.words(Config.SEARCH.withCpus(threads));
        return ConfigText.words(config).stream()
                .filter(word -> !usual.contains(word))
                .map(word -> " " + word)
                .collect(Collectors.joining());
    }

    /** One column for each thread, as litmus tests have it. */
    private static List<String> columns(List<List<Operation<Machine>>> script) {
        List<List<String>> rows = new ArrayList<>();
        int height = script.stream().mapToInt(List::size).max().orElse(0);
        int[] width = new int[script.size()];
        for (int row = 0; row <= height; row++) {
            List<String> cells = new ArrayList<>();
            for (int t = 0; t < script.size(); t++) {
                List<Operation<Machine>> thread = script.get(t);
                String cell = row == 0
                        ? "T" + t
                        : row <= thread.size() ? thread.get(row - 1).text() : "";
                width[t] = Math.max(width[t], cell.length());
                cells.add(cell);
            }
            rows.add(cells);
        }
        List<String> lines = new ArrayList<>();
        for (List<String> cells : rows) {
            StringBuilder line = new StringBuilder();
            for (int t = 0; t < cells.size(); t++) {
                line.append(t == 0 ? " " : " | ")
                        .append(cells.get(t))
                        .append(" ".repeat(width[t] - cells.get(t).length()));
            }
            lines.add(line.append(" ;").toString());
        }
        return lines;
    }
}
