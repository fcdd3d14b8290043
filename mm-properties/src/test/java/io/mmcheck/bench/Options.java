package io.mmcheck.bench;

import java.util.List;

/**
 * What the benchmark is asked for, as given in {@code -Dmm.bench.args="..."}.
 *
 * @param large also the large configuration of the golden model, which takes minutes
 * @param quick fewer repetitions and seeds: to see that it works, not to quote
 * @param seeds how many seeds the median time to a historic bug is taken over
 * @param only words; a group of rows is measured if its name begins with one of them, all if there is none
 */
record Options(boolean large, boolean quick, int seeds, List<String> only) {
    static final String HELP = """
            Arguments of the benchmark, in -Dmm.bench.args="...":
              --large       also the golden model in its large size, L (minutes)
              --quick       few repetitions and 5 seeds: shows that it works, the figures are rough
              --seeds=N     seeds that the median time to a historic bug is taken over (100)
              --only=A,B    only these groups of rows: engine, model, random, jqwik, history, shrink, check
              --help        this text
            """;

    static Options of(String[] args) {
        boolean large = false;
        boolean quick = false;
        int seeds = 0;
        List<String> only = List.of();
        for (String arg : args) {
            if (arg.equals("--large")) {
                large = true;
            } else if (arg.equals("--quick")) {
                quick = true;
            } else if (arg.startsWith("--seeds=")) {
                seeds = Integer.parseInt(value(arg));
            } else if (arg.startsWith("--only=")) {
                only = List.of(value(arg).split(","));
            } else {
                throw new IllegalArgumentException("unknown argument " + arg + "\n" + HELP);
            }
        }
        return new Options(large, quick, seeds > 0 ? seeds : quick ? 5 : 100, only);
    }

    private static String value(String arg) {
        return arg.substring(arg.indexOf('=') + 1);
    }

    boolean wants(String group) {
        return only.isEmpty() || only.stream().anyMatch(group::startsWith);
    }

    /** How often a thing is measured, or less if it has to be quick. */
    int times(int usually) {
        return quick ? Math.max(1, usually / 3) : usually;
    }
}
