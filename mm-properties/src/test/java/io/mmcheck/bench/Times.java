package io.mmcheck.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Repeated measurements of one thing: seconds by the clock, and seconds of processor time. */
final class Times {
    private final List<Double> wall = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();

    void add(double wallSeconds, double cpuSeconds) {
        wall.add(wallSeconds);
        cpu.add(cpuSeconds);
    }

    double wall() {
        return median(wall);
    }

    double cpu() {
        return median(cpu);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
