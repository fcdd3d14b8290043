package io.mmcheck.conform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The recorded logs in the test resources, and logs made up by tests. */
final class Logs {
    static final List<String> ALL = List.of(
            "lostdirty-fixed",
            "lostdirty-fix-removed",
            "smoke",
            "random-001-150",
            "random-loopswap-1001-1120",
            "trace-hmm",
            "trace-swap");

    /** Regions of real huge pages, 512 pages each: compared on the recorded kernel only. */
    static final List<String> HUGE = List.of("thp-hand", "thp-hand-loopswap", "thp-random-a");

    private Logs() {}

    static KernelLog recorded(String name) {
        try (InputStream in = new GZIPInputStream(stream(name))) {
            return LogParser.parse(name + ".log", in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        try (InputStream in = new GZIPInputStream(stream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A recorded function graph, line by line. */
    static List<String> graph(String name) {
        String file = name + ".graph.gz";
        try (InputStream in = new GZIPInputStream(Objects.requireNonNull(Logs.class.getResourceAsStream(file), file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The functions that occur in any of the recorded graphs. */
    static List<String> functions() {
        try (InputStream in = Objects.requireNonNull(Logs.class.getResourceAsStream("functions.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(String name) {
        return Objects.requireNonNull(Logs.class.getResourceAsStream(name + ".log.gz"), name);
    }

    static KernelLog made(String... lines) {
        try {
            byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            return LogParser.parse("made.log", new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
