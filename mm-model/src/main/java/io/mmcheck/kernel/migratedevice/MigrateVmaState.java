package io.mmcheck.kernel.migratedevice;

import io.mmcheck.machine.Event;

/** A phase of a device migration returns to the driver: what its arrays say then. */
public record MigrateVmaState(Phase phase, MigrateVma args) implements Event {
    /** Which one. */
    public enum Phase {
        SETUP,
        PAGES,
        FINALIZE
    }

    @Override
    public String toString() {
        return phase + ": src " + args.src() + " dst " + args.dst() + " npages " + args.npages() + " cpages "
                + args.cpages();
    }
}
