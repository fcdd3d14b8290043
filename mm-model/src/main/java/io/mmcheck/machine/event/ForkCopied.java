package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** fork has copied one pte: from here on the child sees what the parent sees at this address, until one of them writes. */
public record ForkCopied(int parent, int child, int va) implements Event {
    @Override
    public String toString() {
        return "fork p" + parent + " -> p" + child + " " + va;
    }
}
