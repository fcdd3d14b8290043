package io.mmcheck.hardware;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.TlbEntry;
import org.jspecify.annotations.Nullable;

/**
 * The page walk of a CPU. It takes no lock: it reads the pte and sets its A bit, for a store its D bit too, in one atomic act,
 * and only in a pte that is present and permits the access at that moment. Soft-dirty is none of its business: a pte that
 * still has to become soft-dirty is kept read-only by the kernel.
 */
public final class PageWalk {
    private PageWalk() {}

    /** The machine after the walk and the TLB fill, or null if the CPU faults. */
    public static @Nullable Machine walk(Machine m, ThreadId cpu, int process, int va, boolean write) {
        if (!(m.leaf(process, va) instanceof Pte.Present pte) || pte.protNone() || write && !pte.writable()) {
            return null;
        }
        Pte.Present used = pte.withYoung(true).withDirty(pte.dirty() || write);
        Machine walked = used.equals(pte) ? m : withBits(m, process, va, used);
        return walked.withTlb(
                cpu.index(), process, va, new TlbEntry(pte.pfn(), pte.writable(), pte.writable() && used.dirty()));
    }

    /** Before a CPU faults it drops its entry for the address. */
    public static Machine forget(Machine m, ThreadId cpu, int process, int va) {
        return m.tlb(cpu.index(), process, va).isNone() ? m : m.withTlb(cpu.index(), process, va, TlbEntry.NONE);
    }

    /** The A and D bits are those of the entry that maps the address, whatever it covers. */
    private static Machine withBits(Machine m, int process, int va, Pte.Present used) {
        return m.pmd(process, va) instanceof Pmd.Huge huge
                ? m.withPmd(
                        process,
                        va,
                        new Pmd.Huge(huge.bits().withYoung(used.young()).withDirty(used.dirty())))
                : m.pmd(process, va).isTable() ? m.withPte(process, va, used) : m;
    }
}
