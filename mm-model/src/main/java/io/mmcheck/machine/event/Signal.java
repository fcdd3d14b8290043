package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** An access ended with a signal: SIGSEGV or SIGBUS. */
public record Signal(int process, int va, String name) implements Event {
    @Override
    public String toString() {
        return name + " at p" + process + " " + va;
    }
}
