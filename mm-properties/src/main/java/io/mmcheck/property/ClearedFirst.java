package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.World;

/**
 * A present pte is cleared before anything else takes its place (ptep_get_and_clear(), ptep_clear_flush()): the CPU sets A and D
 * in a present pte at any time, and what it sets between a read and a plain write of the pte would be lost. mm/migrate_device.c,
 * migrate_vma_collect_pmd(), and mm/rmap.c, try_to_migrate_one() and try_to_unmap_one().
 */
public final class ClearedFirst implements Property {
    @Override
    public String id() {
        return "cleared-first";
    }

    @Override
    public String statement() {
        return "a present pte is cleared before another page or an entry takes its place";
    }

    @Override
    public int looksAt() {
        return Machine.TABLES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        if (Steps.same(before.machine().tables(), after.machine().tables())) {
            return state;
        }
        Object[] judged = {state};
        PteChanges.each(before.machine(), after.machine(), (process, va, old, now) -> {
            if (old instanceof Pte.Present mapped && !now.equals(Pte.NONE) && !now.maps(mapped.pfn())) {
                judged[0] = new Violation("the pte of p" + process + " " + va + " maps page " + mapped.pfn()
                        + " while another value is written over it: what the CPU sets in it meanwhile is lost");
            }
        });
        return judged[0];
    }
}
