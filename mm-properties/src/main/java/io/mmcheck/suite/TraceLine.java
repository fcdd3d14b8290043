package io.mmcheck.suite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run as a reader wants it.
 *
 * @param step its number, from 0
 * @param thread the thread that stepped, which is also its CPU
 * @param depth how many programs the thread was inside of, at least 1
 * @param program the kernel function
 * @param label the label in it
 * @param choice what the environment chose, or null if there was nothing to choose
 * @param events what the step said, in order
 * @param started the operation that began with this step, or null
 * @param finished the operation that ended with this step, or null
 * @param result what the finished operation returned; null if nothing ended or it returned nothing
 * @param preempts whether another thread was interrupted for this step
 * @param offending whether this is the step that violates
 */
public record TraceLine(
        int step,
        int thread,
        int depth,
        String program,
        String label,
        @Nullable String choice,
        List<String> events,
        @Nullable String started,
        @Nullable String finished,
        @Nullable String result,
        boolean preempts,
        boolean offending) {
    public TraceLine {
        events = List.copyOf(events);
    }

    /** {@code program.LABEL}. */
    public String place() {
        return program + "." + label;
    }
}
