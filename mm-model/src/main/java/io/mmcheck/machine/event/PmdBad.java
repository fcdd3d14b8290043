package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** pmd_clear_bad(): the kernel has found a pmd that makes no sense, says so and clears it. */
public record PmdBad(int process, int va) implements Event {
    @Override
    public String toString() {
        return "bad pmd of p" + process + " " + va + " cleared";
    }
}
