package io.mmcheck.bench;

import io.mmcheck.explore.Exhaustive;
import io.mmcheck.onepage.Memory;
import io.mmcheck.onepage.OnePage;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;

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

    @Override
    public String name() {
        return "engine, " + configuration.name();
    }

    private Line line(String what, Times ours, Times theirs, String remark) {
        return new Line(what, speed(ours), speed(theirs), ours.ratio(theirs), remark);
    }

    private String speed(Times times) {
        return times.thousands(configuration.states());
    }

    private void run(Spin spin, Times times) throws Exception {
        Spin.Ran ran = spin.run();
        same(ran.states(), "SPIN");
        times.add(ran.wall(), ran.cpu());
    }

    private void search(Times times) {
        World<Memory> start = OnePage.of(
                Kernel.TODAY,
                configuration.ops(),
                configuration.migrations(),
                configuration.references(),
                configuration.reclaims());
        Exhaustive<Memory> search = Exhaustive.of(List.of(OnePage.LOADS_READ_THE_LAST_STORE));
        System.gc(); // pan starts with an empty heap each time, too
        same(times.measure(() -> search.explore(start)).states(), "the engine");
    }

    private void same(long states, String who) {
        if (states != configuration.states()) {
            throw new IllegalStateException(who + " counts " + states + " states on " + configuration.name() + ", not "
                    + configuration.states());
        }
    }
}
