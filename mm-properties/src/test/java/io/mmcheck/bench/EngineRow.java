package io.mmcheck.bench;

import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.onepage.Memory;
import io.mmcheck.onepage.OnePage;
import io.mmcheck.program.Kernel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The exhaustive search on the golden model, against SPIN: first ours until warm, then both in turns. Only S, the first row, starts cold. */
record EngineRow(Configuration configuration, int warmUps, int runs) implements Row {
    @Override
    public List<Line> measure() throws Exception {
        String what = "engine, " + configuration.name() + ", " + configuration.states() + " states";
        Times cold = new Times();
        search(cold);
        for (int i = 1; i < warmUps; i++) {
            search(new Times());
        }
        String missing = Spin.missing();
        if (!missing.isEmpty()) {
            Times ours = new Times();
            for (int i = 0; i < runs; i++) {
                search(ours);
            }
            return List.of(new Line(what, speed(ours), "", "", ""), Line.skipped(what + " against SPIN", missing));
        }
        Spin breadth = Spin.compile(configuration, true);
        Spin depth = Spin.compile(configuration, false);
        Times ours = new Times();
        Times breadthFirst = new Times();
        Times depthFirst = new Times();
        for (int i = 0; i < runs; i++) {
            search(ours);
            run(breadth, breadthFirst);
            run(depth, depthFirst);
        }
        List<Line> lines = new ArrayList<>();
        lines.add(
                line(what + ", warm, SPIN bfs", ours, breadthFirst, configuration == Configuration.M ? "bar 1.0" : ""));
        lines.add(line(what + ", warm, SPIN dfs", ours, depthFirst, ""));
        if (configuration == Configuration.S) {
            lines.add(line(what + ", cold, SPIN bfs", cold, breadthFirst, ""));
        }
        return lines;
    }

    private Line line(String what, Times ours, Times theirs, String remark) {
        String ratio =
                String.format(Locale.ROOT, "%.2f (cpu %.2f)", theirs.wall() / ours.wall(), theirs.cpu() / ours.cpu());
        return new Line(what, speed(ours), speed(theirs), ratio, remark);
    }

    private String speed(Times times) {
        return String.format(Locale.ROOT, "%.0f k/s", configuration.states() / times.wall() / 1000);
    }

    private void run(Spin spin, Times times) throws Exception {
        Spin.Ran ran = spin.run();
        same(ran.states(), "SPIN");
        times.add(ran.wall(), ran.cpu());
    }

    private void search(Times times) {
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Exploration<Memory> seen = Exhaustive.of(List.of(OnePage.LOADS_READ_THE_LAST_STORE))
                .explore(OnePage.of(
                        Kernel.TODAY,
                        configuration.ops(),
                        configuration.migrations(),
                        configuration.references(),
                        configuration.reclaims()));
        same(seen.states(), "the engine");
        times.add(seen.nanos() / 1e9, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9);
    }

    private void same(long states, String who) {
        if (states != configuration.states()) {
            throw new IllegalStateException(who + " counts " + states + " states on " + configuration.name() + ", not "
                    + configuration.states());
        }
    }
}
