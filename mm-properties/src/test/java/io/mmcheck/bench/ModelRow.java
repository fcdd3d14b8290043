package io.mmcheck.bench;

import io.mmcheck.explore.Alphabet;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Monitor;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The exhaustive search on today's real machine: every pair of operations of all kinds, in every order, with every choice. */
record ModelRow(int runs) implements Row {
    private static final int BUDGET = 2;
    private static final int WORKERS = 2;

    @Override
    public List<Line> measure() {
        Alphabet<Machine> alphabet = Alphabets.today(BUDGET);
        List<Monitor<Machine>> all = List.copyOf(Properties.all());
        Times bare = new Times();
        Times judged = new Times();
        Times shared = new Times();
        Exploration<Machine> seen = explore(alphabet, List.of());
        Exploration<Machine> judgedSeen = explore(alphabet, all);
        for (int i = 0; i < runs; i++) {
            seen = bare.measure(() -> explore(alphabet, List.of()));
            judgedSeen = judged.measure(() -> explore(alphabet, all));
            long states = shared.measure(
                            () -> Exhaustive.of(all).workers(WORKERS).explore(alphabet))
                    .states();
            if (states != judgedSeen.states()) {
                throw new IllegalStateException(
                        WORKERS + " workers count " + states + " states, one " + judgedSeen.states());
            }
        }
        String what = "today, every " + BUDGET + " of " + alphabet.operations().size() + " operations, 2 threads";
        return List.of(
                new Line(what, bare.thousands(seen.states()), "", "", states(seen, alphabet, List.of())),
                new Line(
                        what + ", judged",
                        judged.thousands(judgedSeen.states()),
                        "",
                        judged.ratio(bare),
                        states(judgedSeen, alphabet, all)),
                new Line(
                        what + ", judged, " + WORKERS + " workers",
                        shared.thousands(judgedSeen.states()),
                        judged.thousands(judgedSeen.states()),
                        shared.ratioByWall(judged),
                        "against one, by the clock"));
    }

    private static Exploration<Machine> explore(Alphabet<Machine> alphabet, List<Monitor<Machine>> monitors) {
        return Exhaustive.of(monitors).explore(alphabet);
    }

    private static String states(
            Exploration<Machine> seen, Alphabet<Machine> alphabet, List<Monitor<Machine>> monitors) {
        Weight weight = new Weight(seen.transitions());
        List<Monitor<Machine>> weighed = new ArrayList<>(monitors);
        weighed.add(weight);
        long before = Weight.used();
        explore(alphabet, weighed);
        return String.format(
                Locale.ROOT,
                "%d states, %d properties%s, %d B/state",
                seen.states(),
                monitors.size(),
                seen.complete() ? "" : ", " + seen.cutBy(),
                (weight.most - before) / seen.states());
    }

    /** Measures the heap that is alive a few times during a search. */
    private static final class Weight implements Monitor<Machine> {
        private static final int SAMPLES = 10;

        private final long every;
        private long steps;
        private long most;

        Weight(long transitions) {
            every = transitions / SAMPLES;
        }

        @Override
        public String id() {
            return "weight";
        }

        @Override
        public Object judge(Object state, World<Machine> before, World<Machine> after) {
            if (++steps % every == 0) {
                most = Math.max(most, used());
            }
            return state;
        }

        static long used() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }
}
