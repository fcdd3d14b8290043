package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.World;

/**
 * rss is the number of present, device-private, device-exclusive and migration ptes of a process; the zero page does not count. Judged while no
 * page table lock of the process is held. check_mm() in kernel/fork.c prints "Bad rss-counter state" when it is off at exit.
 */
public final class RssBalances implements Property {
    @Override
    public String id() {
        return "rss-balances";
    }

    @Override
    public String statement() {
        return "the rss of a process is the number of its ptes that stand for a page in memory or on a device";
    }

    @Override
    public int looksAt() {
        return Machine.MMS | Machine.TABLES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine m = after.machine();
        if (Steps.same(before.machine().mms(), m.mms())
                && Steps.same(before.machine().tables(), m.tables())) {
            return state;
        }
        for (int process = 0; process < m.mms().size(); process++) {
            int counted = counted(m, m.mm(process));
            if (counted >= 0 && counted != m.mm(process).rss()) {
                return new Violation(
                        "p" + process + " has rss " + m.mm(process).rss() + ", but " + counted + " ptes that count");
            }
        }
        return state;
    }

    /** The ptes that count, or -1 while a page table is locked. */
    private static int counted(Machine m, Mm mm) {
        int n = 0;
        if (mm.pmdLock() >= 0) {
            return -1;
        }
        for (Pmd pmd : mm.pmds()) {
            if (pmd instanceof Pmd.Huge || pmd instanceof Pmd.Migration) {
                n += m.config().ptesPerTable();
            }
            if (pmd instanceof Pmd.ToTable to) {
                PageTable table = m.tables().get(to.table());
                if (table.ptl() >= 0) {
                    return -1;
                }
                for (Pte pte : table.ptes()) {
                    boolean counts = pte instanceof Pte.Present p && p.pfn() != m.zeroPage()
                            || pte instanceof Pte.DevicePrivate
                            || pte instanceof Pte.DeviceExclusive
                            || pte instanceof Pte.Migration;
                    n += counts ? 1 : 0;
                }
            }
        }
        return n;
    }
}
