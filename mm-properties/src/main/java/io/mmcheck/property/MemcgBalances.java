package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * The counter of the memory cgroup is the number of charged pages at every step: a page is uncharged once, when it is freed or
 * when its charge moves to the page that replaces it. While no operation runs, every page that is mapped or in the swap cache is
 * charged. mm/migrate_device.c, migrate_vma_insert_page(), charges before it knows whether it will map the page; mm/memremap.c,
 * free_zone_device_folio(), uncharges.
 */
public final class MemcgBalances implements Property {
    @Override
    public String id() {
        return "memcg-balances";
    }

    @Override
    public String statement() {
        return "the memory cgroup counts every page in use once, and none that has been freed";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.CHARGED | ENDS;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine m = after.machine();
        if (before.machine().charged() != m.charged()
                || !Steps.same(before.machine().pages(), m.pages())) {
            int charged = 0;
            for (Page page : m.pages()) {
                charged += page.charged() && !page.isFree() ? 1 : 0;
            }
            if (charged != m.charged()) {
                return new Violation(
                        "the memory cgroup counts " + m.charged() + " pages, but " + charged + " are charged");
            }
        }
        boolean finished = after.moved() != null && after.moved().finished() != null;
        String uncharged = finished && isQuiet(after) ? uncharged(m) : null;
        return uncharged == null ? state : new Violation(uncharged);
    }

    private static boolean isQuiet(World<Machine> world) {
        for (int t = 0; t < world.threads(); t++) {
            if (!world.between(t)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String uncharged(Machine m) {
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            Page page = m.page(pfn);
            boolean inUse = page.isMapped() || page.inSwapCache();
            if (inUse && page.kind() != PageKind.ZERO && !page.charged()) {
                return "page " + pfn + " is in use and charged to nobody";
            }
        }
        return null;
    }
}
