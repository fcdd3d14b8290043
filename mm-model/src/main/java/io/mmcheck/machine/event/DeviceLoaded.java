package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** A device read returned a value. */
public record DeviceLoaded(int device, int process, int va, int value) implements Event {
    @Override
    public String toString() {
        return "device " + device + " load p" + process + " " + va + " -> " + value;
    }
}
