package io.mmcheck.kernel.mincore;

import static io.mmcheck.kernel.mincore.Mincore.At.*;

import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.shmem.PageCache;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.machine.CacheEntry;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/mincore.c, do_mincore(): one digit for each page, 1 if it is in memory. What is on a device or on its way counts as in
 * memory, what is in swap only if the swap cache has it; where a file is mapped, what the page cache has. A hole anywhere gives ENOMEM.
 */
public final class Mincore {
    public enum At {
        LOCK_MMAP,
        READ_PTE,
        UNLOCK_MMAP
    }

    /** The pages [va, to) of a process that are still to do, and the digits so far. */
    public record Locals(int process, int va, int to, String digits) {
        public static Locals of(int process, int from, int to) {
            return new Locals(process, from, to, "");
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_mincore")
            .at(LOCK_MMAP, Mincore::lockMmap)
            .at(READ_PTE, Mincore::readPte)
            .at(UNLOCK_MMAP, Mincore::unlockMmap);

    private Mincore() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canRead(m, l.process)
                ? Next.next(MmapLock.read(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    /** The lock of the page table is held around nothing but this read, so it is one act. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        if (l.va >= l.to || m.mm(l.process).vma(l.va) == null) {
            return Next.next(m, l);
        }
        int table = PteOffsetMap.table(m, l.process, l.va);
        if (table >= 0 && !Ptl.isFree(m, table)) {
            return Next.blocked(Ptl.waitFor(m, table));
        }
        String digits = l.digits + (inCore(m, l) ? '1' : '0');
        return Next.go(m, READ_PTE, new Locals(l.process, l.va + 1, l.to, digits));
    }

    private static boolean inCore(Machine m, Locals l) {
        Pte pte = m.leaf(l.process, l.va);
        if (pte instanceof Pte.Swap swap) {
            return cached(m, swap.slot());
        }
        Vma vma = m.mm(l.process).vma(l.va);
        if (!pte.isNone() || vma == null || vma.isAnonymous()) {
            return !pte.isNone();
        }
        CacheEntry entry = PageCache.entry(m, vma.file(), vma.indexOf(l.va));
        return entry.isPage() && m.page(entry.pfn()).uptodate() || entry.isSwap() && cached(m, entry.slot());
    }

    private static boolean cached(Machine m, int slot) {
        int pfn = SwapCache.lookup(m, slot);
        return pfn >= 0 && m.page(pfn).uptodate();
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        return Next.done(MmapLock.unlock(m, self, l.process), l.va < l.to ? Errno.ENOMEM : l.digits);
    }
}
