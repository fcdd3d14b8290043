package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** A CPU load returned a value. */
public record Loaded(int process, int va, int value) implements Event {
    @Override
    public String toString() {
        return "load p" + process + " " + va + " -> " + value;
    }
}
