package io.mmcheck.kernel.pagealloc;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import java.util.ArrayList;
import java.util.List;

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

    /** The first frame of the lowest naturally aligned run of free frames that a huge page needs, or -1. */
    public static int lowestFreeHuge(Machine m) {
        int size = m.config().ptesPerTable();
        for (int head = 0; head + size <= m.config().frames(); head += size) {
            int i = 0;
            while (i < size && m.page(head + i).isFree()) {
                i++;
            }
            if (i == size) {
                return head;
            }
        }
        return -1;
    }

    /** A run of free frames becomes a huge folio with one reference, which the running operation holds. Its content is zero. */
    public static Machine allocateHuge(Machine m, ThreadId self, int head) {
        Machine allocated = allocate(m, self, head);
        allocated = allocated.withPage(head, allocated.page(head).withNth(0));
        for (int i = 1; i < m.config().ptesPerTable(); i++) {
            if (!m.page(head + i).isFree()) {
                throw new Bug("allocation", "page " + (head + i) + " is in use");
            }
            allocated = allocated.withPage(
                    head + i, Page.free(m.page(head + i).kind()).withNth(i));
        }
        return allocated;
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

    /** mem_cgroup_charge(): the page counts for the memory cgroup, a huge one with each of its pages. */
    public static Machine charge(Machine m, int pfn) {
        Machine charged = m;
        for (int i = 0; i < m.folioSize(pfn); i++) {
            charged = chargePage(charged, m.head(pfn) + i);
        }
        return charged;
    }

    private static Machine chargePage(Machine m, int pfn) {
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
        if (m.folioMapcount(pfn) != 0
                || page.isLocked()
                || page.inSwapCache()
                || page.lru() == Lru.ISOLATED
                || page.addBatch() >= 0
                || page.lazyfreeBatch() >= 0
                || page.writeback()) {
            throw new Bug("bad page state", "page " + pfn + " is freed and " + stillIs(page));
        }
        if (!page.isHuge()) {
            Machine uncharged = uncharge(m, pfn);
            return uncharged.withPage(pfn, Page.free(page.kind()));
        }
        Machine freed = m;
        for (int i = 0; i < m.folioSize(pfn); i++) {
            freed = uncharge(freed, pfn + i).withPage(pfn + i, Page.free(page.kind()));
        }
        return freed;
    }

    private static String stillIs(Page page) {
        List<String> still = new ArrayList<>();
        if (page.mapcount() != 0) {
            still.add("mapped (" + page.mapcount() + ")");
        }
        if (page.isLocked()) {
            still.add("locked by T" + page.lockedBy());
        }
        if (page.inSwapCache()) {
            still.add("in the swap cache (slot " + page.swapSlot() + ")");
        }
        if (page.lru() == Lru.ISOLATED) {
            still.add("isolated");
        }
        if (page.addBatch() >= 0) {
            still.add("in the lru_add batch of CPU " + page.addBatch());
        }
        if (page.lazyfreeBatch() >= 0) {
            still.add("in the lru_lazyfree batch of CPU " + page.lazyfreeBatch());
        }
        if (page.writeback()) {
            still.add("under writeback");
        }
        return "still is " + String.join(", ", still);
    }
}
