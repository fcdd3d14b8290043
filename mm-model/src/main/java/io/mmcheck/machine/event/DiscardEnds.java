package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** The request that started as {@link DiscardStarts}, by the same thread, returns. */
public record DiscardEnds(DiscardStarts.Kind kind, int process, int from, int to) implements Event {
    @Override
    public String toString() {
        return kind + " p" + process + " [" + from + ", " + to + ") ends";
    }
}
