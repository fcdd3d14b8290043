package io.mmcheck.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The model checker SPIN with the Promela text of the golden model, without any reduction. */
final class Spin {
    private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");
    private static final Pattern TIMES = Pattern.compile("clock=([0-9.]+) user=([0-9.]+)");

    private final Path folder;
    private final boolean breadthFirst;
    private final int tableBits;

    /** One run: states without those in which {@code init} starts the processes, and how long it took. */
    record Ran(long states, double wall, double cpu) {}

    private Spin(Path folder, boolean breadthFirst, int tableBits) {
        this.folder = folder;
        this.breadthFirst = breadthFirst;
        this.tableBits = tableBits;
    }

    /** Installs SPIN if it is missing; why it cannot be used, or an empty text. */
    static String missing() throws IOException, InterruptedException {
        if (!installed()) {
            try {
                run(Path.of("."), "(apt-get update && apt-get install -y spin gcc libc6-dev) > /dev/null 2>&1");
            } catch (IOException e) {
                return "no spin, and apt-get cannot install it";
            }
        }
        return installed() ? "" : "no spin or no gcc";
    }

    private static boolean installed() throws IOException, InterruptedException {
        try {
            run(Path.of("."), "command -v spin && command -v gcc");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Compiles a checker for one configuration. */
    static Spin compile(Configuration configuration, boolean breadthFirst) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("one-page");
        try (InputStream model = Spin.class.getResourceAsStream("/one-page.pml")) {
            Files.copy(Objects.requireNonNull(model), folder.resolve("one-page.pml"));
        }
        run(
                folder,
                String.format(
                        Locale.ROOT,
                        "spin -a -DOPS=%d -DRM=%d -DRG=%d -DRK=%d one-page.pml && gcc -w -O2 -DSAFETY -DNOREDUCE %s -o pan pan.c",
                        configuration.ops(),
                        configuration.migrations(),
                        configuration.references(),
                        configuration.reclaims(),
                        breadthFirst ? "-DBFS" : ""));
        return new Spin(folder, breadthFirst, configuration.states() > 5_000_000 ? 25 : 22);
    }

    Ran run() throws IOException, InterruptedException {
        String out = run(
                folder, "TIMEFORMAT='clock=%R user=%U'; export LC_ALL=C; time ./pan -w" + tableBits + " -m100000 2>&1");
        Matcher states = STATES.matcher(out);
        Matcher times = TIMES.matcher(out);
        if (!states.find() || !times.find()) {
            throw new IOException("cannot read what pan printed: " + out);
        }
        // init starts five processes one by one; depth first it does so in one atomic step
        long ofInit = breadthFirst ? 6 : 1;
        return new Ran(
                Long.parseLong(states.group(1)) - ofInit,
                Double.parseDouble(times.group(1)),
                Double.parseDouble(times.group(2)));
    }

    private static String run(Path folder, String command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("bash", "-c", command));
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + out);
        }
        return out;
    }
}
