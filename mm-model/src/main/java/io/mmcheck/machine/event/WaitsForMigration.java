package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** A thread found a migration entry and queues on the lock of its page. */
public record WaitsForMigration(int process, int va, int pfn) implements Event {
    @Override
    public String toString() {
        return "waits on the migration entry of page " + pfn;
    }
}
