package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** A device write took effect in device memory or, mapped, in system memory. */
public record DeviceStored(int device, int process, int va, int value) implements Event {
    @Override
    public String toString() {
        return "device " + device + " store p" + process + " " + va + " = " + value;
    }
}
