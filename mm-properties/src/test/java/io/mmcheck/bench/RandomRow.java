package io.mmcheck.bench;

import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Generator;
import java.util.List;

/** Random search on today, one thread: drawing a scenario and walking it. */
record RandomRow(int runs) implements Row {
    static final int TRIES = 1000;

    @Override
    public List<Line> measure() {
        List<Monitor<Machine>> all = List.copyOf(Properties.all());
        Times bare = new Times();
        Times judged = new Times();
        long bareSteps = steps(List.of(), 0);
        long judgedSteps = steps(all, 0);
        for (int i = 0; i < runs; i++) {
            bareSteps = bare.measure(() -> steps(List.of(), 1));
            judgedSteps = judged.measure(() -> steps(all, 1));
        }
        return List.of(
                new Line(
                        "random search, steps, no property",
                        bare.thousands(bareSteps),
                        "",
                        "",
                        tries(bare) + ", 1 thread"),
                new Line(
                        "random search, steps, judged",
                        judged.thousands(judgedSteps),
                        "",
                        judged.ratio(bare),
                        tries(judged) + ", " + all.size() + " properties"));
    }

    private static String tries(Times times) {
        return Math.round(TRIES / times.wall()) + " tries/s";
    }

    /** The steps of a thousand tries. */
    static long steps(List<Monitor<Machine>> monitors, long seed) {
        Generator generator = Generator.standard();
        RandomWalk<Machine> walk = RandomWalk.of(monitors);
        long steps = 0;
        for (int i = 0; i < TRIES; i++) {
            steps += generator.draw(Kernel.TODAY, walk, seed, i).walk().run().steps();
        }
        return steps;
    }
}
