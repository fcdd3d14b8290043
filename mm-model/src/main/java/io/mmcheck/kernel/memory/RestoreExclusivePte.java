package io.mmcheck.kernel.memory;

import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Vma;

/** mm/memory.c, restore_exclusive_pte(): under the page table lock and the lock of the folio. */
public final class RestoreExclusivePte {
    private RestoreExclusivePte() {}

    /**
     * The entry becomes a pte again, old, with its soft-dirty and uffd-wp bits; dirty if it is writable, as nobody knows what the
     * device has written. The reference of the entry is the one of the pte again, and nothing needs a flush.
     */
    public static Machine restore(Machine m, int process, int va) {
        Pte.DeviceExclusive entry = (Pte.DeviceExclusive) m.pte(process, va);
        Vma vma = m.mm(process).vma(va);
        boolean writes = entry.writable() && !entry.uffdWp();
        boolean protNone = vma != null && !vma.readable();
        Pte pte = new Pte.Present(
                entry.pfn(),
                writes && vma != null && vma.writable(),
                writes,
                false,
                entry.softDirty() || writes,
                entry.uffdWp(),
                protNone);
        return Rmap.addAnon(m, process, va, entry.pfn(), false).withPte(process, va, pte);
    }
}
