package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.DoAnonymousPage.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** mm/memory.c, do_anonymous_page(): the first page at an address: the zero page for a read, a new one for a write. */
public final class DoAnonymousPage {
    public enum At {
        ALLOC_PTE,
        ALLOCATE,
        CHARGE,
        LOCK_PTL,
        /** Not in 6.12: our repair of a finding, see the patch flush-put-off-past-refill. */
        FLUSH_PENDING,
        CHECK_PTE,
        MAP_FOLIO,
        ADD_LRU,
        SET_PTE,
        UNLOCK_PTL
    }

    /**
     * The address and what it is for.
     *
     * @param pfn the new page, -1 while there is none or it is mapped
     * @param result what will be returned
     */
    public record Locals(int process, int va, boolean write, int pfn, FaultResult result) {
        static Locals of(HandleMmFault.Locals fault) {
            // a hole has nothing to unshare: it is read first
            return new Locals(fault.process(), fault.va(), fault.write(), -1, FaultResult.DONE);
        }

        Locals withPfn(int page) {
            return new Locals(process, va, write, page, result);
        }

        Locals withResult(FaultResult to) {
            return new Locals(process, va, write, pfn, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_anonymous_page")
            .at(ALLOC_PTE, DoAnonymousPage::allocPte)
            .at(ALLOCATE, DoAnonymousPage::allocate)
            .at(CHARGE, DoAnonymousPage::charge)
            .at(LOCK_PTL, DoAnonymousPage::lockPtl)
            .at(FLUSH_PENDING, DoAnonymousPage::flushPending)
            .at(CHECK_PTE, DoAnonymousPage::checkPte)
            .at(MAP_FOLIO, DoAnonymousPage::mapFolio)
            .at(ADD_LRU, DoAnonymousPage::addLru)
            .at(SET_PTE, DoAnonymousPage::setPte)
            .at(UNLOCK_PTL, DoAnonymousPage::unlockPtl);

    private DoAnonymousPage() {}

    /** pte_alloc(), and for a write vmf_anon_prepare(): both leave alone what is there already. */
    static Next<Locals> allocPte(Machine m, ThreadId self, Locals l) {
        if (PteAlloc.mustWait(m, l.process, l.va)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        Machine table = PteAlloc.alloc(m, l.process, l.va);
        boolean hasTable = !m.pmd(l.process, l.va).isNone();
        if (!l.write) {
            Next<Locals> zero = Next.go(table, LOCK_PTL, l);
            return hasTable ? zero : Allocation.orFailure(zero, Next.done(m, FaultResult.OOM));
        }
        boolean hasAnonVma = AnonVmas.prepared(m, l.process, l.va);
        Next<Locals> next = Next.go(AnonVmas.prepare(table, l.process, l.va), ALLOCATE, l);
        // a page table that was got stays when there is no anon_vma to be had
        Next<Locals> fails = Next.done(hasAnonVma ? m : table, FaultResult.OOM);
        return hasTable && hasAnonVma ? next : Allocation.orFailure(next, fails);
    }

    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        return Allocation.choose(m, self, (to, pfn) -> Next.next(to, l.withPfn(pfn)), Next.done(m, FaultResult.OOM));
    }

    static Next<Locals> charge(Machine m, ThreadId self, Locals l) {
        Machine charged = PageAlloc.charge(m, l.pfn);
        return Allocation.orFailure(
                Next.next(charged.withPage(l.pfn, charged.page(l.pfn).withUptodate(true)), l),
                Next.done(Folio.put(m, self, l.pfn), FaultResult.OOM));
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l),
                to -> Next.done(l.pfn < 0 ? to : Folio.put(to, self, l.pfn), FaultResult.RETRY));
    }

    /** What reclaim has put off is flushed before another page comes to where a CPU may still see the old one. */
    static Next<Locals> flushPending(Machine m, ThreadId self, Locals l) {
        return Next.next(Unflushed.flushPending(m, l.process), l);
    }

    static Next<Locals> checkPte(Machine m, ThreadId self, Locals l) {
        if (!m.pte(l.process, l.va).isNone()) {
            return Next.go(m, UNLOCK_PTL, l.withResult(FaultResult.RETRY));
        }
        if (m.mm(l.process).unstable()) {
            return Next.go(m, UNLOCK_PTL, l.withResult(FaultResult.SIGBUS));
        }
        Vma vma = m.mm(l.process).vma(l.va);
        if (vma != null && vma.uffd() == Vma.Uffd.MISSING) {
            return Next.go(m, UNLOCK_PTL, l.withResult(FaultResult.SIGBUS)); // handle_userfault()
        }
        return l.write ? Next.next(m, l) : Next.go(m, SET_PTE, l);
    }

    static Next<Locals> mapFolio(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.process);
        return Next.next(Rmap.addNewAnon(m.withMm(l.process, mm.withRss(mm.rss() + 1)), l.process, l.va, l.pfn), l);
    }

    static Next<Locals> addLru(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.add(m, self, l.pfn), l);
    }

    /** The zero page is not counted and stays read-only. */
    static Next<Locals> setPte(Machine m, ThreadId self, Locals l) {
        if (!l.write) {
            Pte zero = new Pte.Present(m.zeroPage(), false, false, true, false, false, false);
            return Next.next(m.withPte(l.process, l.va, zero), l);
        }
        Pte pte = new Pte.Present(l.pfn, true, true, true, true, false, false);
        Machine mapped =
                m.withPte(l.process, l.va, pte).withPage(l.pfn, m.page(l.pfn).withLedger(self, -1));
        return Next.next(mapped, l.withPfn(-1));
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        Machine unlocked = Ptl.unlock(m, self, m.tableOf(l.process, l.va));
        return Next.done(l.pfn < 0 ? unlocked : Folio.put(unlocked, self, l.pfn), l.result);
    }
}
