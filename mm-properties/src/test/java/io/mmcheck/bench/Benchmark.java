package io.mmcheck.bench;

import io.mmcheck.history.MeasuredBug;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures everything in one run and prints a table. Only the ratios mean something on another computer: both sides of each are
 * measured here and now, in turns. {@link Options#HELP} says which arguments there are.
 */
public final class Benchmark {
    private Benchmark() {}

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        Options options = Options.of(args);
        Report report = new Report(System.out);
        report.start();
        boolean failed = false;
        for (Row row : rows(options)) {
            try {
                row.measure().forEach(report::add);
            } catch (IOException | RuntimeException e) {
                failed = true;
                report.add(Row.Line.failed(row.name(), e));
            }
        }
        report.markdown();
        if (failed) {
            System.exit(1);
        }
    }

    private static List<Row> rows(Options options) {
        List<Row> rows = new ArrayList<>();
        if (options.wants("engine")) {
            rows.add(new EngineRow(Configuration.S, options.times(8), options.times(9)));
            rows.add(new EngineRow(Configuration.M, options.times(3), options.times(7)));
            if (options.large()) {
                rows.add(new EngineRow(Configuration.L, 1, 1));
            }
        }
        if (options.wants("model")) {
            rows.add(new ModelRow(options.times(5)));
        }
        if (options.wants("random")) {
            rows.add(new RandomRow(options.times(9)));
        }
        if (options.wants("jqwik")) {
            rows.add(new JqwikRow(options.times(9)));
        }
        if (options.wants("history")) {
            MeasuredBug.all().forEach(bug -> rows.add(new HistoryRow(bug, options.seeds())));
        }
        if (options.wants("shrink")) {
            rows.add(new ShrinkRow(options.times(5)));
        }
        if (options.wants("check")) {
            rows.add(new CheckRow(options.times(3)));
        }
        return rows;
    }
}
