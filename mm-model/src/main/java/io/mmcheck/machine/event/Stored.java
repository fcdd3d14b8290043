package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** A CPU store took effect in memory. */
public record Stored(int process, int va, int value) implements Event {
    @Override
    public String toString() {
        return "store p" + process + " " + va + " = " + value;
    }
}
