package io.mmcheck.kernel.swap;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;

/** The per-CPU batches in front of the LRU lists. A page in a batch has one reference for it, and PG_lru is not set yet. */
public final class LruBatch {
    private LruBatch() {}

    /** folio_add_lru(): the page waits in the batch of this CPU. */
    public static Machine add(Machine m, ThreadId self, int pfn) {
        Machine counted = Folio.refAdd(m, pfn, 1);
        return counted.withPage(pfn, counted.page(pfn).withAddBatch(self.index()));
    }

    /** folio_mark_lazyfree(): the page will lose PG_swapbacked when the batch is drained. */
    public static Machine addLazyfree(Machine m, ThreadId self, int pfn) {
        Machine counted = Folio.refAdd(m, pfn, 1);
        return counted.withPage(pfn, counted.page(pfn).withLazyfreeBatch(self.index()));
    }

    /** lru_add_drain_cpu(): what waits on this CPU goes to the lists, and its references go. */
    public static Machine drain(Machine m, int cpu) {
        Machine drained = m;
        for (int pfn = 0; pfn < m.config().frames(); pfn++) {
            Page page = drained.page(pfn);
            if (page.addBatch() == cpu) {
                drained =
                        Folio.refSub(drained.withPage(pfn, page.withAddBatch(-1).withLru(Lru.ON)), pfn, 1);
            }
            page = drained.page(pfn);
            if (page.lazyfreeBatch() == cpu) {
                Page out = page.withLazyfreeBatch(-1);
                boolean marks =
                        out.lru() == Lru.ON && out.isAnon() && out.swapBacked() && !out.inSwapCache() && !out.mlocked();
                drained = Folio.refSub(drained.withPage(pfn, marks ? out.withSwapBacked(false) : out), pfn, 1);
            }
        }
        return drained;
    }

    /** lru_add_drain_all(): the batches of every CPU. It sleeps for work on each. */
    public static Machine drainAll(Machine m) {
        Machine drained = m;
        for (int cpu = 0; cpu < m.cpus().size(); cpu++) {
            drained = drain(drained, cpu);
        }
        return drained;
    }
}
