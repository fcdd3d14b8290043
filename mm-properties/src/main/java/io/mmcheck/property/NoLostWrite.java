package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.DeviceLoaded;
import io.mmcheck.machine.event.Loaded;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import io.mmcheck.report.PteText;

/**
 * A load, by a CPU or a device, returns what was stored last, by a CPU or a device, unless that was thrown away on request. Let D
 * be such a request (MADV_DONTNEED, MADV_FREE, munmap). A load may return the last store before it; or zero, if a D that covers
 * the address has started before the load. A store that is not after the return of D may be lost, a store after it must be kept.
 * After MADV_DONTNEED has returned the old content is gone; after MADV_FREE it is there or not until the first store.
 */
public final class NoLostWrite implements Property {
    @Override
    public String id() {
        return "no-lost-write";
    }

    @Override
    public String statement() {
        return "a load returns the last store, unless it was thrown away on request";
    }

    @Override
    public int looksAt() {
        return WORDS;
    }

    @Override
    public Object start(World<Machine> world) {
        return Contents.of(world.machine());
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved == null || moved.events().isEmpty()) {
            return state;
        }
        Contents contents = (Contents) state;
        for (Event event : moved.events()) {
            if (event instanceof Loaded l
                    && isOwn(after, l.process(), l.va())
                    && !contents.allows(l.process(), l.va(), l.value())) {
                return lost(contents, after.machine(), event.toString(), l.process(), l.va());
            }
            if (event instanceof DeviceLoaded l
                    && isOwn(after, l.process(), l.va())
                    && !contents.allows(l.process(), l.va(), l.value())) {
                return lost(contents, after.machine(), event.toString(), l.process(), l.va());
            }
            contents = contents.after(moved.thread(), event);
        }
        return contents;
    }

    /** What a file has at an address is the business of everybody who maps it: not judged. */
    private static boolean isOwn(World<Machine> world, int process, int va) {
        Vma vma = world.machine().mm(process).vma(va);
        return vma == null || vma.isAnonymous();
    }

    private static Violation lost(Contents contents, Machine m, String load, int process, int va) {
        return new Violation(load + ", expected " + contents.expected(process, va) + ": " + where(m, process, va));
    }

    /** What stands behind the address, for the reason. */
    private static String where(Machine m, int process, int va) {
        Pte pte = m.leaf(process, va);
        if (pte instanceof Pte.Present p) {
            return p.pfn() == m.zeroPage() ? "the zero page is mapped" : "page " + p.pfn() + " is mapped";
        }
        if (pte instanceof Pte.DevicePrivate d) {
            return "device page " + d.pfn() + " is mapped";
        }
        return "the pte is " + PteText.of(pte);
    }
}
