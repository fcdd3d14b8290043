package io.mmcheck.kernel.pagealloc;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;

/** Allocation and freeing of page frames, and the charge that goes with them. Each act is atomic for everybody else. */
public final class PageAlloc {
    private PageAlloc() {}

    /** The lowest free frame of system memory, or -1. Which frame is taken is no choice: frames differ in their number only. */
    public static int lowestFree(Machine m) {
        return lowestFree(m, 0, m.config().frames());
    }

    /** The lowest free page of a device, or -1. */
    public static int lowestFreeOnDevice(Machine m, int device) {
        for (int pfn = m.config().frames();
                pfn < m.config().frames() + m.config().deviceFrames();
                pfn++) {
            if (m.config().ownerOf(pfn) == device && m.page(pfn).isFree()) {
                return pfn;
            }
        }
        return -1;
    }

    private static int lowestFree(Machine m, int from, int to) {
        for (int pfn = from; pfn < to; pfn++) {
            if (m.page(pfn).isFree()) {
                return pfn;
            }
        }
        return -1;
    }

    /** A free frame becomes a page with one reference, which the running operation holds. Its content is zero. */
    public static Machine allocate(Machine m, ThreadId self, int pfn) {
        Page page = m.page(pfn);
        if (!page.isFree()) {
            throw new Bug("allocation", "page " + pfn + " is in use");
        }
        Page stale = Page.free(page.kind()).withMapping(page.anonVma(), page.index());
        return m.withPage(pfn, stale.withHeld(self, 1));
    }

    /** mem_cgroup_charge(): the page counts for the memory cgroup. */
    public static Machine charge(Machine m, int pfn) {
        if (m.page(pfn).charged()) {
            throw new Bug("memcg", "page " + pfn + " is charged twice");
        }
        return m.withPage(pfn, m.page(pfn).withCharged(true)).withCharged(m.charged() + 1);
    }

    /** mem_cgroup_uncharge(), without effect on a page that has no charge. */
    public static Machine uncharge(Machine m, int pfn) {
        return m.page(pfn).charged()
                ? m.withPage(pfn, m.page(pfn).withCharged(false)).withCharged(m.charged() - 1)
                : m;
    }

    /**
     * The last reference is gone: __folio_put() for system memory (off the LRU, uncharged, free), free_zone_device_folio() for
     * device memory (uncharged, mapping cleared, back on the driver's list).
     *
     * @throws Bug if the page is still mapped, locked, in the swap cache or in a batch ("bad page state")
     */
    public static Machine free(Machine m, int pfn) {
        Page page = m.page(pfn);
        if (page.mapcount() != 0
                || page.isLocked()
                || page.inSwapCache()
                || page.lru() == Lru.ISOLATED
                || page.addBatch() >= 0
                || page.lazyfreeBatch() >= 0
                || page.writeback()) {
            throw new Bug("bad page state", "page " + pfn + " is freed as " + page);
        }
        Machine uncharged = uncharge(m, pfn);
        return uncharged.withPage(pfn, Page.free(page.kind()));
    }
}
