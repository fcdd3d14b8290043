package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** A driver copied a page to another (or cleared it: from is -1). */
public record Copied(int from, int to) implements Event {
    @Override
    public String toString() {
        return from < 0 ? "clear page " + to : "copy page " + from + " to " + to;
    }
}
