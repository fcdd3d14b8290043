package io.mmcheck.bench;

import io.mmcheck.history.Kernels;
import io.mmcheck.property.Properties;
import io.mmcheck.suite.CheckRequest;
import io.mmcheck.suite.CheckResult;
import io.mmcheck.suite.Checker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What {@code mm:check} does with its defaults, each time in a JVM of its own, as the plugin starts one. */
record CheckRow(int runs) implements Row {
    private static final String FIRST = "first";
    private static final String ALL = "all";

    @Override
    public List<Line> measure() throws Exception {
        Times today = new Times();
        Times first = new Times();
        Times all = new Times();
        for (int i = 0; i < runs; i++) {
            check("today", new Times(), today);
            check("v5.19", first, all);
        }
        return List.of(
                new Line("mm:check today, " + CheckRequest.TRIES + " tries", took(today), "", "", "bar 60 s"),
                new Line("mm:check v5.19, first violation shown", took(first), "", "", "aim 10 s"),
                new Line("mm:check v5.19, all violations shrunk", took(all), "", "", "bar 60 s"));
    }

    private static String took(Times times) {
        return Times.seconds(times.wall());
    }

    private static void check(String kernel, Times first, Times all) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckRow.class.getName(),
                        kernel)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                double seconds = (System.nanoTime() - began) / 1e9;
                (line.equals(FIRST) ? first : all).add(seconds, seconds);
            }
        }
        if (process.waitFor() != 0 || all.size() == 0) {
            throw new IllegalStateException("the check of " + kernel + " failed");
        }
    }

    /** In the other JVM: says when the first violation is known, and when the check is over. */
    public static void main(String[] args) {
        boolean[] said = {false};
        CheckResult result = Checker.run(CheckRequest.of(Kernels.parse(args[0]), Properties.all(), 1)
                .withProgress(found -> {
                    if (!said[0]) {
                        System.out.println(FIRST);
                        said[0] = true;
                    }
                }));
        if (result.violated().isEmpty() != args[0].equals("today")) {
            System.err.println(args[0] + " violates " + result.violated());
        }
        System.out.println(ALL);
    }
}
