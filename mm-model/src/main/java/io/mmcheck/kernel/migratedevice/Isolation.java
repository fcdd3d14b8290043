package io.mmcheck.kernel.migratedevice;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;

/** The reference that came with isolation from the LRU. */
public final class Isolation {
    private Isolation() {}

    /** The folio is no longer waiting to be put back: its reference is one of the running operation now. */
    public static Machine take(Machine m, ThreadId self, int pfn) {
        Page page = m.page(pfn);
        if (page.lru() != Lru.ISOLATED) {
            throw new Bug("LRU", "page " + pfn + " is not isolated but " + page.lru());
        }
        return m.withPage(pfn, page.withLru(Lru.OFF).withLedger(self, 1));
    }
}
