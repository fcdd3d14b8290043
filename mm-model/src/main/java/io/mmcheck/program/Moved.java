package io.mmcheck.program;

import io.mmcheck.machine.Event;
import io.mmcheck.machine.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a world came about: the step that was taken. It is no part of the state.
 *
 * @param thread the thread that stepped
 * @param place the label it executed
 * @param alternative the index of what the environment chose, 0 if it had no choice
 * @param choice its name, or null if there was no choice
 * @param events what the step said
 * @param started the operation of which this was the first step, or null
 * @param finished the operation that this step ended, or null
 * @param result what the finished operation returned
 */
public record Moved<M extends State>(
        int thread,
        Place place,
        int alternative,
        @Nullable String choice,
        List<Event> events,
        @Nullable Operation<M> started,
        @Nullable Operation<M> finished,
        @Nullable Object result) {}
