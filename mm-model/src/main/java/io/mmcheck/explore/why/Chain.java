package io.mmcheck.explore.why;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The graph as a Markov chain: at every step each thread that can step is equally likely to, and the environment answers as in
 * the failing run. The states are solved in the order of what depends on what; those that depend on each other are bounded from
 * below and from above until the bounds meet. They do: from a state with a bound above 0 the goal can be reached.
 */
final class Chain {
    /** What rounding may add: some hundred sums of numbers up to 1. */
    private static final double ROUNDING = 1e-12;

    /** How far apart the bounds may stay. */
    private static final double CLOSE = 1e-9;

    /** What another round has to gain. */
    private static final double TINY = 1e-15;

    private static final long MOST_UPDATES = 200_000_000;

    private final Keeping graph;
    private final boolean endless;
    private final BitSet reaches;
    private final double[] low;
    private final double[] high;
    private long updates;

    /** Endless asks for the probability of never ending instead of that of a violation. */
    Chain(Keeping graph, boolean endless) {
        this.graph = graph;
        this.endless = endless;
        this.reaches = graph.canReach(this::goal);
        this.low = new double[graph.size()];
        this.high = new double[graph.size()];
    }

    private boolean goal(int state) {
        return endless ? graph.passed(state) : graph.violated(state);
    }

    /** The curve along the failing run. */
    Chances along(List<Integer> failing) {
        if (graph.cut()) {
            Proof proof = new Proof(
                    false, graph.size(), String.format(Locale.ROOT, "not proven within %,d states", graph.size()));
            return new Chances(0, List.of(), -1, 1, proof);
        }
        double gap = 0;
        for (int[] component : new Components(graph).inOrder()) {
            gap = Math.max(gap, solve(component));
        }
        if (gap > CLOSE) {
            Proof proof = new Proof(false, graph.size(), "not proven: the chances do not settle");
            return new Chances(0, List.of(), -1, 1, proof);
        }
        double error = gap + ROUNDING;
        List<Double> curve = new ArrayList<>();
        for (int state : graph.along(failing)) {
            curve.add(chance(state, error));
        }
        int jump = -1;
        double rise = error * 2;
        for (int i = 0; i < failing.size(); i++) {
            if (curve.get(i + 1) - curve.get(i) > rise) {
                rise = curve.get(i + 1) - curve.get(i);
                jump = i;
            }
        }
        String text = String.format(
                Locale.ROOT, "exact to %.0e: %,d states, %,d steps between them", error, graph.size(), graph.moves());
        return new Chances(
                curve.get(0), curve.subList(1, curve.size()), jump, error, new Proof(true, graph.size(), text));
    }

    private double chance(int state, double error) {
        double reached = (low[state] + high[state]) / 2;
        double never = 1 - reached;
        return endless ? never < error ? 0 : never : reached;
    }

    /** How far apart the bounds of some states that depend on each other stay. */
    private double solve(int[] component) {
        for (int n : component) {
            low[n] = goal(n) ? 1 : 0;
            high[n] = reaches.get(n) ? 1 : 0;
        }
        double gap;
        double gain;
        do {
            gap = 0;
            gain = 0;
            for (int n : component) {
                double before = high[n] - low[n];
                update(n);
                double now = high[n] - low[n];
                gain = Math.max(gain, before - now);
                gap = Math.max(gap, now);
            }
        } while (component.length > 1 && gain > TINY && updates < MOST_UPDATES);
        return gap;
    }

    /** A step that changes nothing is as if it had not been taken: the others share its chance. */
    private void update(int state) {
        double sumLow = 0;
        double sumHigh = 0;
        int others = 0;
        for (int move = graph.first(state); move < graph.first(state + 1); move++) {
            int to = graph.target(move);
            if (to != state) {
                others++;
                sumLow += low[to];
                sumHigh += high[to];
            }
        }
        if (others > 0 && reaches.get(state)) {
            low[state] = sumLow / others;
            high[state] = sumHigh / others;
        }
        updates++;
    }
}
