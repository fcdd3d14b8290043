package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.DoFault.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.shmem.PageCache;
import io.mmcheck.kernel.shmem.ShmemGetFolio;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.Objects;

/**
 * mm/memory.c, do_fault() with do_read_fault(), do_cow_fault() and do_shared_fault(): the first page at an address of a mapping of
 * a file. A read maps the page of the file and what the file has around it, a store to a shared mapping maps it dirty, a store to a
 * private one maps a copy, which is anonymous from then on. Returns a {@link FaultResult}.
 */
public final class DoFault {
    /** fault_around_bytes, in pages. */
    private static final int AROUND = 16;

    public enum At {
        ALLOC_PTE,
        FAULT_AROUND,
        ALLOCATE_COPY,
        CHARGE_COPY,
        GET_FOLIO,
        GOT_FOLIO,
        COPY_PAGE,
        LOCK_PTL,
        CHECK_PTE,
        MAP_FOLIO,
        SET_PTE,
        UNLOCK_PTL,
        MARK_DIRTY,
        UNLOCK_FOLIO,
        PUT_FOLIO,
        PUT_COPY
    }

    /**
     * The address and the access that it is for.
     *
     * @param cow whether a copy is mapped
     * @param copy the copy, or -1 if there is none or it is mapped
     * @param pfn the page of the file, or -1
     * @param result what will be returned
     */
    public record Locals(int process, int va, boolean write, boolean cow, int copy, int pfn, FaultResult result) {
        static Locals of(HandleMmFault.Locals fault, Vma vma) {
            boolean cow = fault.write() && !vma.shared();
            return new Locals(fault.process(), fault.va(), fault.write(), cow, -1, -1, FaultResult.DONE);
        }

        Locals withCopy(int page) {
            return new Locals(process, va, write, cow, page, pfn, result);
        }

        Locals withPfn(int page) {
            return new Locals(process, va, write, cow, copy, page, result);
        }

        Locals withResult(FaultResult to) {
            return new Locals(process, va, write, cow, copy, pfn, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_fault")
            .at(ALLOC_PTE, DoFault::allocPte)
            .at(FAULT_AROUND, DoFault::faultAround)
            .at(ALLOCATE_COPY, DoFault::allocateCopy)
            .at(CHARGE_COPY, DoFault::chargeCopy)
            .at(GET_FOLIO, DoFault::getFolio)
            .atReturn(GOT_FOLIO, DoFault::gotFolio)
            .at(COPY_PAGE, DoFault::copyPage)
            .at(LOCK_PTL, DoFault::lockPtl)
            .at(CHECK_PTE, DoFault::checkPte)
            .at(MAP_FOLIO, DoFault::mapFolio)
            .at(SET_PTE, DoFault::setPte)
            .at(UNLOCK_PTL, DoFault::unlockPtl)
            .at(MARK_DIRTY, DoFault::markDirty)
            .at(UNLOCK_FOLIO, DoFault::unlockFolio)
            .at(PUT_FOLIO, DoFault::putFolio)
            .at(PUT_COPY, DoFault::putCopy);

    private DoFault() {}

    private static Vma vma(Machine m, Locals l) {
        return Objects.requireNonNull(m.mm(l.process).vma(l.va));
    }

    static Next<Locals> allocPte(Machine m, ThreadId self, Locals l) {
        if (m.pmd(l.process, l.va) instanceof Pmd.Bad) {
            return PteOffsetMap.clearBad(m, l.process, l.va, to -> Next.done(to, FaultResult.RETRY));
        }
        if (PteAlloc.mustWait(m, l.process, l.va)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        Machine table = PteAlloc.alloc(m, l.process, l.va);
        if (l.cow) {
            return Next.go(AnonVmas.prepare(table, l.process, l.va), ALLOCATE_COPY, l);
        }
        return l.write ? Next.go(table, GET_FOLIO, l) : Next.next(table, l);
    }

    /**
     * do_fault_around(), filemap_map_pages(): what is in the page cache, uptodate and not locked is mapped where nothing is. One act:
     * the page table lock is held around it, and nothing waits.
     */
    static Next<Locals> faultAround(Machine m, ThreadId self, Locals l) {
        int table = PteOffsetMap.table(m, l.process, l.va);
        if (table == PteOffsetMap.NULL) {
            return Next.done(m, FaultResult.RETRY);
        }
        if (!Ptl.isFree(m, table)) {
            return Next.blocked(Ptl.waitFor(m, table));
        }
        Vma vma = vma(m, l);
        int ptes = m.config().ptesPerTable();
        int from = Math.max(Math.max(vma.start(), l.va / ptes * ptes), l.va / AROUND * AROUND);
        int to = Math.min(Math.min(vma.end(), (l.va / ptes + 1) * ptes), l.va / AROUND * AROUND + AROUND);
        Machine mapped = m;
        for (int va = from; va < to; va++) {
            int pfn = PageCache.entry(m, vma.file(), vma.indexOf(va)).pfn();
            boolean usable = pfn >= 0
                    && Folio.canGet(m, pfn)
                    && Folio.canLock(m, pfn)
                    && m.page(pfn).uptodate()
                    && m.pte(l.process, va).isNone();
            if (usable) {
                Machine counted = Folio.refAdd(Rmap.addFile(moreRss(mapped, l), l.process, va, pfn), pfn, 1);
                mapped = counted.withPte(l.process, va, readable(vma, pfn));
            }
        }
        return mapped.pte(l.process, l.va).isNone()
                ? Next.go(mapped, GET_FOLIO, l)
                : Next.done(mapped, FaultResult.DONE);
    }

    static Next<Locals> allocateCopy(Machine m, ThreadId self, Locals l) {
        return Allocation.choose(m, self, (to, pfn) -> Next.next(to, l.withCopy(pfn)), Next.done(m, FaultResult.OOM));
    }

    static Next<Locals> chargeCopy(Machine m, ThreadId self, Locals l) {
        return Next.next(PageAlloc.charge(m, l.copy), l);
    }

    /** __do_fault(). Behind the end of the file there is nothing. */
    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        Vma vma = vma(m, l);
        int offset = vma.indexOf(l.va);
        if (offset >= m.files().get(vma.file()).pages().size()) {
            return Next.go(m, PUT_COPY, l.withResult(FaultResult.SIGBUS));
        }
        return Next.call(m, ShmemGetFolio.PROGRAM, ShmemGetFolio.Locals.of(vma.file(), offset), GOT_FOLIO, l);
    }

    static Next<Locals> gotFolio(Machine m, ThreadId self, Locals l, Integer pfn) {
        if (pfn < 0) {
            return Next.go(m, PUT_COPY, l.withResult(FaultResult.OOM));
        }
        return l.cow ? Next.next(m, l.withPfn(pfn)) : Next.go(m, LOCK_PTL, l.withPfn(pfn));
    }

    static Next<Locals> copyPage(Machine m, ThreadId self, Locals l) {
        Page copy = m.page(l.copy).withData(m.page(l.pfn).data()).withUptodate(true);
        return Next.next(m.withPage(l.copy, copy), l);
    }

    /** finish_fault(). The page table may have gone: then the access is tried again. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l),
                to -> Next.go(to, UNLOCK_FOLIO, l.withResult(FaultResult.RETRY)));
    }

    static Next<Locals> checkPte(Machine m, ThreadId self, Locals l) {
        if (!m.pte(l.process, l.va).isNone()) {
            return Next.go(m, UNLOCK_PTL, l.withResult(FaultResult.RETRY));
        }
        boolean unstable = m.mm(l.process).unstable() && !vma(m, l).shared();
        return unstable ? Next.go(m, UNLOCK_PTL, l.withResult(FaultResult.SIGBUS)) : Next.next(m, l);
    }

    static Next<Locals> mapFolio(Machine m, ThreadId self, Locals l) {
        Machine counted = moreRss(m, l);
        if (l.cow) {
            return Next.next(LruBatch.add(Rmap.addNewAnon(counted, l.process, l.va, l.copy), self, l.copy), l);
        }
        return Next.next(Folio.refAdd(Rmap.addFile(counted, l.process, l.va, l.pfn), l.pfn, 1), l);
    }

    static Next<Locals> setPte(Machine m, ThreadId self, Locals l) {
        if (l.cow) {
            Pte pte = new Pte.Present(l.copy, vma(m, l).writable(), true, true, true, false, false);
            Machine mapped = m.withPte(l.process, l.va, pte)
                    .withPage(l.copy, m.page(l.copy).withLedger(self, -1));
            return Next.next(mapped, l.withCopy(-1));
        }
        Pte pte = l.write ? new Pte.Present(l.pfn, true, true, true, true, false, false) : readable(vma(m, l), l.pfn);
        return Next.next(m.withPte(l.process, l.va, pte), l);
    }

    /** Writable at once if nobody has to hear of the first store. */
    private static Pte readable(Vma vma, int pfn) {
        return new Pte.Present(pfn, vma.mapsWritable(), false, true, false, false, false);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        Machine unlocked = Ptl.unlock(m, self, m.tableOf(l.process, l.va));
        boolean dirties = l.write && !l.cow && l.result == FaultResult.DONE;
        return Next.go(unlocked, dirties ? MARK_DIRTY : UNLOCK_FOLIO, l);
    }

    /** fault_dirty_shared_page(): before the folio lock goes. */
    static Next<Locals> markDirty(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withDirty(true)), l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn), l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.put(m, self, l.pfn), l.withPfn(-1));
    }

    static Next<Locals> putCopy(Machine m, ThreadId self, Locals l) {
        return Next.done(l.copy < 0 ? m : Folio.put(m, self, l.copy), l.result);
    }

    private static Machine moreRss(Machine m, Locals l) {
        Mm mm = m.mm(l.process);
        return m.withMm(l.process, mm.withRss(mm.rss() + 1));
    }
}
