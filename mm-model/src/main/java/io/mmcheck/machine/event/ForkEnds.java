package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** fork has flushed the TLBs of the parent: no store of the parent reaches the child any more. */
public record ForkEnds(int parent, int child) implements Event {
    @Override
    public String toString() {
        return "fork p" + parent + " -> p" + child + " ends";
    }
}
