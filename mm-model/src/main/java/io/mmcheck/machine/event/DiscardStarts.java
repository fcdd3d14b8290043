package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** The content of pages [from, to) may be thrown away from now on: the request has reached its first page.
 *
 * @param kind FREE may keep the old content until the page is needed; ZAP (DONTNEED, munmap, exit) is done when it returns */
public record DiscardStarts(Kind kind, int process, int from, int to) implements Event {
    /** How the content goes. */
    public enum Kind {
        ZAP,
        FREE
    }

    @Override
    public String toString() {
        return kind + " p" + process + " [" + from + ", " + to + ") starts";
    }
}
