package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;

/** A migration of a page fails its reference check.
 *
 * @param where the function that checks
 * @param excess how many references there are beyond the expected ones */
public record MigrationFails(int pfn, String where, int excess) implements Event {
    @Override
    public String toString() {
        return where + ": page " + pfn + " has " + excess + " references too many";
    }
}
