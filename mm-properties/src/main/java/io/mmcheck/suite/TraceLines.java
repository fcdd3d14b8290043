package io.mmcheck.suite;

import io.mmcheck.explore.Lasso;
import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs as reports want them. */
public final class TraceLines {
    private TraceLines() {}

    /** Every step of a run; {@code offending} is the number of the one that violates, or -1. */
    public static List<TraceLine> of(Run<Machine> run, int offending) {
        List<TraceLine> lines = new ArrayList<>();
        for (int i = 0; i < run.steps(); i++) {
            lines.add(line(i, run.before(i), run.moved(i), run.preempts(i), i == offending));
        }
        return lines;
    }

    /** The steps of an endless run that repeat. */
    public static List<TraceLine> loop(@Nullable Lasso<Machine> lasso) {
        if (lasso == null) {
            return List.of();
        }
        List<TraceLine> lines = new ArrayList<>();
        int stem = lasso.stem().size() - 1;
        for (TraceLine line : of(new Run<>(lasso.entry(), lasso.loop()), -1)) {
            lines.add(new TraceLine(
                    stem + line.step(),
                    line.thread(),
                    line.depth(),
                    line.program(),
                    line.label(),
                    line.choice(),
                    line.events(),
                    line.started(),
                    line.finished(),
                    line.result(),
                    line.preempts(),
                    false));
        }
        return lines;
    }

    private static TraceLine line(
            int step, World<Machine> before, Moved<Machine> moved, boolean preempts, boolean offending) {
        Frame frame = Objects.requireNonNull(before.frame(moved.thread()));
        Object result = moved.result();
        return new TraceLine(
                step,
                moved.thread(),
                frame.depth(),
                moved.place().program().name(),
                moved.place().label().name(),
                moved.choice(),
                moved.events().stream().map(Object::toString).toList(),
                text(moved.started()),
                text(moved.finished()),
                result == null ? null : result.toString(),
                preempts,
                offending);
    }

    private static @Nullable String text(@Nullable Operation<Machine> operation) {
        return operation == null ? null : operation.text();
    }
}
