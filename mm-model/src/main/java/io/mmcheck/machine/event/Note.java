package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** Something worth a line in a trace. */
public record Note(String text) implements Event {
    @Override
    public String toString() {
        return text;
    }
}
