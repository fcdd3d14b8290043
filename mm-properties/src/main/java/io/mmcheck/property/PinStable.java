package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.World;
import io.mmcheck.report.PteText;

/**
 * A pinned anonymous page stays mapped where it was pinned, the same page, until it is zapped there: it is never replaced by a
 * migration entry, never swapped out, never copied away. Device and process would go on with two different pages.
 * include/linux/rmap.h, folio_try_share_anon_rmap_pte(). Judged while the page table there is not locked.
 */
public final class PinStable implements Property {
    @Override
    public String id() {
        return "pin-stable";
    }

    @Override
    public String statement() {
        return "a pinned page stays mapped where it was pinned until it is zapped";
    }

    @Override
    public int looksAt() {
        return Machine.MMS | Machine.TABLES | Machine.HOLDS | WORDS | ENDS;
    }

    @Override
    public Object start(World<Machine> world) {
        return Pins.of(world.machine());
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Pins pins = ((Pins) state).after(before, after);
        Machine m = after.machine();
        if (Steps.same(pins, state)
                && Steps.same(before.machine().tables(), m.tables())
                && Steps.same(before.machine().mms(), m.mms())) {
            return pins;
        }
        for (int i = 0; i < m.holds().size(); i++) {
            Hold hold = m.holds().get(i);
            if (pins.isGiven(i)
                    && m.ptl(hold.process(), hold.va()) < 0
                    && !keeps(m.leaf(hold.process(), hold.va()), hold.pfn())) {
                return new Violation("page " + hold.pfn() + " is pinned for p" + hold.process() + " " + hold.va()
                        + ", where the pte is now " + PteText.of(m.leaf(hold.process(), hold.va())));
            }
        }
        return pins;
    }

    /** A device that has the page for itself gives the very page back (make_device_exclusive_range() asks for no pins). */
    private static boolean keeps(Pte pte, int pfn) {
        return pte.maps(pfn) || pte instanceof Pte.DeviceExclusive e && e.pfn() == pfn;
    }
}
