package io.mmcheck.kernel.swap;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;

/** The LRU lists: taking a folio off and putting it back (mm/vmscan.c, mm/swap.c). The lock of the list makes each one act. */
public final class LruList {
    private LruList() {}

    /** Whether the folio can be isolated: it is on a list and in use. Folios in batches and isolated ones are not. */
    public static boolean canIsolate(Machine m, int pfn) {
        return m.page(pfn).lru() == Lru.ON && m.page(pfn).refs() > 0;
    }

    /** folio_isolate_lru(): off its list, with a reference that {@link Lru#ISOLATED} shows. */
    public static Machine isolate(Machine m, int pfn) {
        Machine counted = Folio.refAdd(m, pfn, 1);
        return counted.withPage(pfn, counted.page(pfn).withLru(Lru.ISOLATED));
    }

    /** folio_putback_lru(): on its list again, without the reference; if that was the last one, the folio is freed. */
    public static Machine putback(Machine m, int pfn) {
        Page page = m.page(pfn);
        return Folio.refSub(m.withPage(pfn, page.withLru(Lru.ON)), pfn, 1);
    }
}
