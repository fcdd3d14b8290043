package io.mmcheck.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Repeated measurements of one thing: seconds by the clock, and seconds of processor time. */
final class Times {
    private final List<Double> wall = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();

    void add(double wallSeconds, double cpuSeconds) {
        wall.add(wallSeconds);
        cpu.add(cpuSeconds);
    }

    /** Measures something that this thread does. */
    <T> T measure(Supplier<T> work) {
        long from = System.nanoTime();
        long cpuFrom = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        T result = work.get();
        long cpuTo = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        add((System.nanoTime() - from) / 1e9, (cpuTo - cpuFrom) / 1e9);
        return result;
    }

    int size() {
        return wall.size();
    }

    double wall() {
        return median(wall);
    }

    double cpu() {
        return median(cpu);
    }

    double longest() {
        return Collections.max(wall);
    }

    /** Theirs against ours: above 1 we are faster. */
    String ratio(Times theirs) {
        return String.format(Locale.ROOT, "%.2f (cpu %.2f)", theirs.wall() / wall(), theirs.cpu() / cpu());
    }

    /** The same by the clock alone, where other threads of ours do the work. */
    String ratioByWall(Times theirs) {
        return String.format(Locale.ROOT, "%.2f", theirs.wall() / wall());
    }

    /** So many things, of which each measurement has done {@code amount}, in a second: {@code 145 k/s}. */
    String thousands(double amount) {
        return String.format(Locale.ROOT, "%.0f k/s", amount / wall() / 1000);
    }

    static String seconds(double seconds) {
        return seconds < 0.9995
                ? String.format(Locale.ROOT, "%.0f ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
