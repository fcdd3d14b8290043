package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first violation of one property.
 *
 * @param monitor the id of the property
 * @param reason what was lost
 * @param run from the first world to the step that violates
 * @param lasso the endless run, if that is what violates; its stem is the run
 */
public record Found<M extends State>(
        String monitor, String reason, Run<M> run, @Nullable Lasso<M> lasso) {

    public Found(String monitor, String reason, Run<M> run) {
        this(monitor, reason, run, null);
    }

    /** The shortest schedule that shows it. */
    public Schedule schedule() {
        return Schedule.of(run);
    }

    public World<M> start() {
        return run.start();
    }

    /** The same from another world, see {@link Run#onto}. */
    public Found<M> onto(World<M> other) {
        if (lasso == null) {
            return new Found<>(monitor, reason, run.onto(other));
        }
        List<World<M>> worlds = new ArrayList<>(run.worlds());
        worlds.addAll(lasso.loop());
        Run<M> all = new Run<>(run.start(), worlds).onto(other);
        List<World<M>> stem = new ArrayList<>();
        stem.add(other);
        stem.addAll(all.worlds().subList(0, run.steps()));
        return new Found<>(
                monitor,
                reason,
                all.upTo(run.steps()),
                new Lasso<>(stem, all.worlds().subList(run.steps(), all.steps())));
    }
}
