package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.program.World;

/**
 * The swap cache is what folios and slots say of each other: a folio in it is the one that its slot names, and the other way
 * round. Whoever swaps in looks the folio up by the slot and checks it against the folio (mm/memory.c, do_swap_page()). Device
 * memory is never in it: migration to a device takes the folio out first (mm/migrate_device.c, __migrate_device_pages()), for
 * reclaim could not write it.
 */
public final class SwapCacheExact implements Property {
    @Override
    public String id() {
        return "swap-cache-exact";
    }

    @Override
    public String statement() {
        return "a page in the swap cache is the one that its slot names, and no device page";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.SWAP;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine old = before.machine();
        Machine m = after.machine();
        if (Steps.same(old.pages(), m.pages()) && Steps.same(old.swap(), m.swap())) {
            return state;
        }
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            Page page = m.page(pfn);
            if (page.inSwapCache() && page.isDevice()) {
                return new Violation("page " + pfn + " of a device is in the swap cache, slot " + page.swapSlot());
            }
            if (page.inSwapCache() && m.swap().get(page.swapSlot()).cache() != pfn) {
                return new Violation("page " + pfn + " is in the swap cache for slot " + page.swapSlot()
                        + ", which does not name it");
            }
        }
        for (int slot = 0; slot < m.swap().size(); slot++) {
            int cache = m.swap().get(slot).cache();
            if (cache >= 0 && m.page(cache).swapSlot() != slot) {
                return new Violation(
                        "slot " + slot + " names page " + cache + ", which is not in the swap cache for it");
            }
        }
        return state;
    }
}
