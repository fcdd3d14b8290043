package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.World;

/**
 * A page that takes another's place is what that one was: uptodate, swap-backed, and dirty if it was. A pte gets its D bit back
 * only if the page is dirty (remove_migration_pte()), and reclaim throws a page away that is neither swap-backed nor dirty; so a
 * flag that stays behind is a write that gets lost later. mm/migrate.c, folio_migrate_mapping() and folio_migrate_flags(). Judged
 * when a migration entry of the one becomes a mapping of the other: both are locked, so nobody else changes their flags.
 */
public final class FlagsCarried implements Property {
    @Override
    public String id() {
        return "flags-carried";
    }

    @Override
    public String statement() {
        return "a page that takes another's place is uptodate, dirty and swap-backed if that one was";
    }

    @Override
    public int looksAt() {
        return Machine.TABLES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine m = after.machine();
        if (Steps.same(before.machine().tables(), m.tables())) {
            return state;
        }
        Object[] judged = {state};
        PteChanges.each(before.machine(), m, (process, va, old, now) -> {
            int to = now instanceof Pte.Present p ? p.pfn() : now instanceof Pte.DevicePrivate d ? d.pfn() : -1;
            if (old instanceof Pte.Migration entry && to >= 0 && to != entry.pfn()) {
                String lost = lost(m.folio(entry.pfn()), m.folio(to));
                if (!lost.isEmpty()) {
                    judged[0] = new Violation("page " + to + " takes the place of page " + entry.pfn() + " at p"
                            + process + " " + va + " and is not " + lost + " as that one was");
                }
            }
        });
        return judged[0];
    }

    private static String lost(Page from, Page to) {
        if (from.uptodate() && !to.uptodate()) {
            return "uptodate";
        }
        if (from.dirty() && !to.dirty()) {
            return "dirty";
        }
        return from.swapBacked() && !to.swapBacked() ? "swap-backed" : "";
    }
}
