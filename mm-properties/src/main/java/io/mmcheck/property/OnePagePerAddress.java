package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * One address has one page: nobody writes a pte over one that still maps another page. Who comes second must see it, and free his
 * own page (mm/migrate_device.c, migrate_vma_insert_page(); mm/memory.c, do_anonymous_page()). The shared zero page may be
 * replaced, and a copy may take the place of a page whose pte has been cleared first.
 */
public final class OnePagePerAddress implements Property {
    @Override
    public String id() {
        return "one-page-per-address";
    }

    @Override
    public String statement() {
        return "no page is mapped over another one";
    }

    @Override
    public int looksAt() {
        return Machine.TABLES;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Over over = new Over(after.machine().zeroPage());
        PteChanges.each(before.machine(), after.machine(), over::changed);
        return over.lost == null ? state : new Violation(over.lost);
    }

    private static final class Over {
        private final int zero;
        private @Nullable String lost;

        Over(int zero) {
            this.zero = zero;
        }

        void changed(int process, int va, Pte old, Pte now) {
            int was = page(old);
            int is = page(now);
            if (was >= 0 && was != zero && is >= 0 && is != was) {
                lost = "page " + is + " is mapped at p" + process + " " + va + " over page " + was
                        + ", which was still mapped there";
            }
        }

        private static int page(Pte pte) {
            if (pte instanceof Pte.Present p) {
                return p.pfn();
            }
            return pte instanceof Pte.DevicePrivate d ? d.pfn() : -1;
        }
    }
}
