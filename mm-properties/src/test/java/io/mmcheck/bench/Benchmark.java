package io.mmcheck.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures everything in one run and prints a table. Only the ratios mean something on another computer: both sides of each are
 * measured here and now, in turns. {@code L} as an argument adds the large configuration of the golden model.
 */
public final class Benchmark {
    private Benchmark() {}

    public static void main(String[] args) throws Exception {
        List<Row> rows = new ArrayList<>();
        rows.add(new EngineRow(Configuration.S, 8, 9));
        rows.add(new EngineRow(Configuration.M, 3, 7));
        if (List.of(args).contains("L")) {
            rows.add(new EngineRow(Configuration.L, 1, 1));
        }
        // rows of the real machine go here

        System.out.printf(
                Locale.ROOT,
                "Java %s, %d processors, ratio = theirs / ours in time: above 1 we are faster%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
        print(new Row.Line("what", "ours", "yardstick", "ratio", "remark"));
        for (Row row : rows) {
            row.measure().forEach(Benchmark::print);
        }
    }

    private static void print(Row.Line line) {
        System.out.printf(
                Locale.ROOT,
                "%-48s %12s %12s %18s  %s%n",
                line.what(),
                line.ours(),
                line.yardstick(),
                line.ratio(),
                line.remark());
    }
}
