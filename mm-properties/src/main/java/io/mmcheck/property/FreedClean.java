package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.program.World;

/**
 * A page that was migrated away, and a destination that was not used, end free: not on the LRU on their way (they have no charge
 * any more, and the LRU of a memory cgroup must hold only pages that are charged to it), and with no charge left behind.
 * mm/migrate_device.c, migrate_device_finalize(), and mm/memremap.c, free_zone_device_folio().
 */
public final class FreedClean implements Property {
    @Override
    public String id() {
        return "freed-clean";
    }

    @Override
    public String statement() {
        return "a page that was migrated away or not used as destination is freed, off the LRU and with no charge left";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine old = before.machine();
        Machine m = after.machine();
        if (Steps.same(old.pages(), m.pages())) {
            return state;
        }
        int lost = 0;
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            Page page = m.page(pfn);
            if (Steps.same(page, old.page(pfn)) || page.kind() == PageKind.ZERO) {
                continue;
            }
            if (!page.charged() && page.refs() > 0 && (page.lru() == Lru.ON || page.addBatch() >= 0)) {
                return new Violation("page " + pfn + " has no charge (any more) and is put on the LRU"
                        + (page.addBatch() >= 0 ? ", in the batch of CPU " + page.addBatch() : "")
                        + ": it is not freed");
            }
            lost += page.isFree() && old.page(pfn).charged() ? 1 : 0;
        }
        return lost > 0 && lost > old.charged() - m.charged()
                ? new Violation("a page is freed and its charge stays: the memory cgroup still counts " + m.charged())
                : state;
    }
}
