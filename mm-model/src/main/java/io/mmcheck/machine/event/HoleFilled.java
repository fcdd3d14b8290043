package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** Device migration mapped a new page where there was a hole or the zero page. */
public record HoleFilled(int process, int va, int pfn) implements Event {
    @Override
    public String toString() {
        return "page " + pfn + " fills the hole at p" + process + " " + va;
    }
}
