package io.mmcheck.explore;

import io.mmcheck.machine.State;
import java.util.Map;

/**
 * One random run.
 *
 * @param run all of it
 * @param end how it ended
 * @param found the violated properties by id, each with its run up to the violation
 */
public record Walk<M extends State>(Run<M> run, End end, Map<String, Found<M>> found) {
    /** Why a run went no further. */
    public enum End {
        FINISHED,
        STUCK,
        OOPS,
        /** It can go round for ever, and fairly so. */
        LOOP,
        /** It had more steps than it was allowed. */
        LIMIT
    }
}
