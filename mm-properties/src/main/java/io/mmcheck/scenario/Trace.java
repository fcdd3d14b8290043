package io.mmcheck.scenario;

import io.mmcheck.explore.Lasso;
import io.mmcheck.explore.Replay;
import io.mmcheck.explore.Run;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A counterexample as it is saved: a scenario, the property that it violates, and its run, segment by segment. Unlike a
 * {@link Scenario} it says which labels the run is to pass, so that a replay notices when the model has changed.
 *
 * @param kernel the name of the kernel, in the grammar of {@code mm.kernel}
 * @param setup the name of the machine to start from
 * @param config the sizes of that machine
 * @param script the operations of each thread
 * @param property the id of the violated property
 * @param lost what was lost, in one line
 * @param replay the run up to the violation
 * @param loop how many of its segments, at its end, repeat for ever; 0 for a finite run
 */
public record Trace(
        String kernel,
        String setup,
        Config config,
        List<List<Operation<Machine>>> script,
        String property,
        String lost,
        Replay replay,
        int loop) {
    public Trace {
        script = script.stream().map(List::copyOf).toList();
        lost = lost.strip().replaceAll("\\s+", " ");
        if (loop < 0 || loop > replay.segments().size()) {
            throw new IllegalArgumentException(
                    "of " + replay.segments().size() + " segments " + loop + " cannot repeat");
        }
    }

    /** The trace of a run that violates a property. */
    public static Trace of(
            Scenario scenario, String property, String lost, Run<Machine> run, @Nullable Lasso<Machine> lasso) {
        if (lasso == null) {
            return of(scenario, property, lost, Replay.of(run), 0);
        }
        List<World<Machine>> worlds =
                new ArrayList<>(lasso.stem().subList(1, lasso.stem().size()));
        worlds.addAll(lasso.loop());
        Run<Machine> all = new Run<>(lasso.stem().get(0), worlds);
        List<Replay.Segment> segments =
                new ArrayList<>(Replay.of(all.upTo(lasso.stem().size() - 1)).segments());
        List<Replay.Segment> round =
                Replay.of(new Run<>(lasso.entry(), lasso.loop())).segments();
        segments.addAll(round);
        return of(scenario, property, lost, new Replay(segments, all.digest()), round.size());
    }

    private static Trace of(Scenario scenario, String property, String lost, Replay replay, int loop) {
        return new Trace(
                scenario.kernel(),
                scenario.setup(),
                scenario.config(),
                scenario.script(),
                property,
                lost,
                replay,
                loop);
    }

    /** How many operations there are in all. */
    public int size() {
        return script.stream().mapToInt(List::size).sum();
    }

    /** The world before the first step, on any kernel. */
    public World<Machine> start(Kernel on) {
        return World.of(on, Setups.of(setup, config).machine(), script);
    }

    public Trace withKernel(String name) {
        return new Trace(name, setup, config, script, property, lost, replay, loop);
    }

    /** The contents of its file. */
    public String text() {
        return TraceWriter.text(this);
    }

    /** The same in one word. */
    public String token() {
        return TraceToken.of(text());
    }

    /** {@code no-lost-write-7c1e.mmtrace}: the digits tell counterexamples of one property apart. */
    public String fileName() {
        return property + "-" + TraceToken.digits(text()) + ".mmtrace";
    }

    /**
     * The trace of these file contents.
     *
     * @param file the name of the file, for messages
     * @throws MalformedTraceException if they are torn, or name something that does not exist
     */
    public static Trace parse(String file, String text) {
        return new TraceParser(file, text).parse();
    }
}
