package io.mmcheck.driver;

import static io.mmcheck.driver.FopsMmap.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * lib/test_hmm.c, dmirror_fops_mmap(): a read-only VMA over pages of the driver itself, inserted one by one with vm_insert_page()
 * (VM_MIXEDMAP). They have no mapping, nobody is charged for them, and nothing migrates them. Returns 0 or an {@link Errno}.
 */
public final class FopsMmap {
    public enum At {
        LOCK_MMAP,
        INSERT_VMA,
        ALLOCATE,
        INSERT_PAGE,
        UNLOCK_MMAP
    }

    /**
     * The pages [from, to) of a process.
     *
     * @param va the next one
     * @param pfn the page for it, or -1
     */
    public record Locals(int process, int from, int to, int va, int pfn) {
        public static Locals of(int process, int from, int count) {
            return new Locals(process, from, from + count, from, -1);
        }

        Locals at(int next, int page) {
            return new Locals(process, from, to, next, page);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dmirror_fops_mmap")
            .at(LOCK_MMAP, FopsMmap::lockMmap)
            .at(INSERT_VMA, FopsMmap::insertVma)
            .at(ALLOCATE, FopsMmap::allocate)
            .at(INSERT_PAGE, FopsMmap::insertPage)
            .at(UNLOCK_MMAP, FopsMmap::unlockMmap);

    private FopsMmap() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canWrite(m, l.process)
                ? Next.<Locals>next(MmapLock.write(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    static Next<Locals> insertVma(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.process);
        List<Vma> vmas = new ArrayList<>(mm.vmas().rows().asJava());
        vmas.add(new Vma(l.from, l.to, true, false, false, true, true, l.from, -1, 0));
        vmas.sort(Comparator.comparingInt(Vma::start));
        return Next.next(m.withMm(l.process, mm.withVmas(Table.ofAll(vmas))), l);
    }

    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        if (l.va >= l.to) {
            return Next.go(m, UNLOCK_MMAP, l);
        }
        int pfn = PageAlloc.lowestFree(m);
        return pfn < 0 ? Next.go(m, UNLOCK_MMAP, l) : Next.next(PageAlloc.allocate(m, self, pfn), l.at(l.va, pfn));
    }

    /** vm_insert_page() takes a reference for the pte; the one of the allocation goes. */
    static Next<Locals> insertPage(Machine m, ThreadId self, Locals l) {
        Machine table = PteAlloc.alloc(m, l.process, l.va);
        int at = table.tableOf(l.process, l.va);
        if (!Ptl.isFree(table, at)) {
            return Next.blocked(Ptl.waitFor(table, at));
        }
        Mm mm = table.mm(l.process);
        Machine counted = Folio.refAdd(table.withMm(l.process, mm.withRss(mm.rss() + 1)), l.pfn, 1);
        Machine mapped = Rmap.addFile(counted, l.process, l.va, l.pfn)
                .withPte(l.process, l.va, new Pte.Present(l.pfn, false, false, true, false, false, false));
        return Next.go(Folio.put(mapped, self, l.pfn), ALLOCATE, l.at(l.va + 1, -1));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        return Next.done(MmapLock.unlock(m, self, l.process), l.va < l.to ? Errno.ENOMEM : 0);
    }
}
