package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** The address range [from, to) is no longer mapped (munmap, exit): it has no content. */
public record Unmapped(int process, int from, int to) implements Event {
    @Override
    public String toString() {
        return "p" + process + " [" + from + ", " + to + ") unmapped";
    }
}
