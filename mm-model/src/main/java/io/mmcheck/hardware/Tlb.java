package io.mmcheck.hardware;

import io.mmcheck.machine.Cpu;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.TlbEntry;

/**
 * TLB flushes. A flush is one step: it returns when no CPU holds the entry any more, and an access that still hits on one CPU
 * while another is flushed already is the same as an access before the flush.
 */
public final class Tlb {
    private Tlb() {}

    /** flush_tlb_page(): no CPU keeps an entry of this address. */
    public static Machine flushPage(Machine m, int process, int va) {
        return flushRange(m, process, va, va + 1);
    }

    /** flush_tlb_range(): no CPU keeps an entry of these addresses. */
    public static Machine flushRange(Machine m, int process, int from, int to) {
        Machine flushed = m;
        for (int c = 0; c < m.cpus().size(); c++) {
            Cpu cpu = m.cpus().get(c);
            for (int va = from; va < to; va++) {
                int row = m.config().row(process, va);
                if (!cpu.entry(row).isNone()) {
                    cpu = cpu.with(row, TlbEntry.NONE);
                }
            }
            flushed = flushed.withCpu(c, cpu);
        }
        return flushed;
    }

    /** flush_tlb_mm(): no CPU keeps an entry of this process. */
    public static Machine flushMm(Machine m, int process) {
        return flushRange(m, process, 0, m.config().addresses());
    }

    /** Whether some CPU holds an entry of this address. */
    public static boolean cached(Machine m, int process, int va) {
        for (int c = 0; c < m.cpus().size(); c++) {
            if (!m.tlb(c, process, va).isNone()) {
                return true;
            }
        }
        return false;
    }
}
