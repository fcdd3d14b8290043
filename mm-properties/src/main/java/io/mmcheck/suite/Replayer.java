package io.mmcheck.suite;

import io.mmcheck.explore.Found;
import io.mmcheck.explore.Lasso;
import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Replay;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.Schedule;
import io.mmcheck.explore.Violation;
import io.mmcheck.explore.Wait;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.NearMatches;
import io.mmcheck.program.Place;
import io.mmcheck.program.World;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Scenario;
import io.mmcheck.scenario.Setups;
import io.mmcheck.scenario.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a saved counterexample again, step by step. */
public final class Replayer {
    private Replayer() {}

    /**
     * What came of a replay.
     *
     * @param run the steps that fit
     * @param mismatch where the run stops following the trace and what the model does instead, or null if all of it fits
     * @param violation the violation that it shows, or null if the property held
     * @param found the same, with the run up to it
     */
    public record Replayed(
            Run<Machine> run,
            Replay.@Nullable Mismatch mismatch,
            @Nullable Counterexample violation,
            @Nullable Found<Machine> found,
            String message) {
        /** Whether it is the same run and the same property is violated. */
        public boolean reproduced() {
            return mismatch == null && violation != null;
        }
    }

    /** Replays a trace on a kernel, which need not be the one it was found on, and judges the run. */
    public static Replayed replay(Trace trace, Kernel kernel, Property property) {
        Replay.Outcome<Machine> outcome = trace.replay().from(trace.start(kernel));
        Replay.Mismatch mismatch = outcome.mismatch();
        if (mismatch != null) {
            return new Replayed(outcome.run(), mismatch, null, null, explain(mismatch, outcome.run(), kernel));
        }
        Found<Machine> found = judge(trace, outcome.run(), property);
        if (found == null) {
            return new Replayed(
                    outcome.run(), null, null, null, "the run is the same, but " + property.id() + " holds in it");
        }
        Trace again = Trace.of(
                scenario(trace, kernel, outcome.run()), trace.property(), found.reason(), found.run(), found.lasso());
        Counterexample violation = Counterexamples.of(scenario(trace, kernel, found.run()), found, again);
        return new Replayed(outcome.run(), null, violation, found, found.reason());
    }

    /** The violation of a property by a scenario, or null if it holds there. */
    static @Nullable Found<Machine> found(Scenario scenario, Kernel kernel, Property property) {
        return judge(null, run(scenario, kernel), property);
    }

    private static Run<Machine> run(Scenario scenario, Kernel kernel) {
        World<Machine> start =
                World.of(kernel, Setups.of(scenario.setup(), scenario.config()).machine(), scenario.script());
        return scenario.schedule().run(start, RandomWalk.LIMIT);
    }

    private static Scenario scenario(Trace trace, Kernel kernel, Run<Machine> run) {
        return new Scenario(kernel.name(), trace.setup(), trace.config(), trace.script(), Schedule.of(run));
    }

    private static @Nullable Found<Machine> judge(@Nullable Trace trace, Run<Machine> run, Monitor<Machine> monitor) {
        Object state = monitor.start(run.start());
        for (int i = 0; i < run.steps(); i++) {
            state = monitor.judge(state, run.before(i), run.after(i));
            if (state instanceof Violation violation) {
                return new Found<>(monitor.id(), violation.reason(), run.upTo(i + 1));
            }
        }
        if (trace != null && trace.loop() > 0) {
            return onLasso(trace, run, monitor, state);
        }
        World<Machine> last = run.last();
        List<Wait> waits = waits(last);
        String lost = last.oops() != null || waits == null
                ? null
                : last.finished() ? monitor.atEnd(state, last) : monitor.whenStuck(state, last, waits);
        return lost == null ? null : new Found<>(monitor.id(), lost, run);
    }

    /** Who waits for what, or null if somebody can step. */
    private static @Nullable List<Wait> waits(World<Machine> world) {
        List<Wait> waits = new ArrayList<>();
        for (int t = 0; t < world.threads(); t++) {
            if (!world.step(t).isEmpty()) {
                return null;
            }
            Object on = world.waitsFor(t);
            if (on != null) {
                waits.add(new Wait(t, on));
            }
        }
        return waits;
    }

    private static @Nullable Found<Machine> onLasso(
            Trace trace, Run<Machine> run, Monitor<Machine> monitor, Object state) {
        List<Replay.Segment> segments = trace.replay().segments();
        int stem = segments.subList(0, segments.size() - trace.loop()).stream()
                .mapToInt(Replay.Segment::length)
                .sum();
        List<World<Machine>> before = new ArrayList<>();
        before.add(run.start());
        before.addAll(run.worlds().subList(0, stem));
        Lasso<Machine> lasso = new Lasso<>(before, run.worlds().subList(stem, run.steps()));
        boolean closes = lasso.entry().equals(run.last()) && lasso.fair();
        String lost = closes ? monitor.onLasso(state, lasso) : null;
        return lost == null ? null : new Found<>(monitor.id(), lost, run.upTo(stem), lasso);
    }

    /** A label that no longer exists is worth a word of its own. */
    private static String explain(Replay.Mismatch mismatch, Run<Machine> run, Kernel kernel) {
        int dot = mismatch.expected().lastIndexOf('.');
        String program = dot < 0 ? "" : mismatch.expected().substring(0, dot);
        String label = mismatch.expected().substring(dot + 1);
        for (int i = 0; i <= run.steps(); i++) {
            World<Machine> world = run.before(i);
            for (int t = 0; t < world.threads(); t++) {
                for (Frame frame = world.frame(t); frame != null; frame = frame.caller()) {
                    Place place = frame.place();
                    if (place.program().name().equals(program)) {
                        List<String> labels = kernel.labels(place.program()).stream()
                                .map(Enum::name)
                                .toList();
                        return labels.contains(label)
                                ? mismatch.toString()
                                : mismatch + " (in " + program + " of kernel " + kernel + " "
                                        + NearMatches.message("label", label, labels) + ")";
                    }
                }
            }
        }
        return Objects.requireNonNull(mismatch.toString());
    }
}
