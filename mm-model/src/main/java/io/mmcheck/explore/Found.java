package io.mmcheck.explore;

import io.mmcheck.machine.State;
import io.mmcheck.program.World;
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
}
