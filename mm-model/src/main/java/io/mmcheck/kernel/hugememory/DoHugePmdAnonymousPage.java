package io.mmcheck.kernel.hugememory;

import static io.mmcheck.kernel.hugememory.DoHugePmdAnonymousPage.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/huge_memory.c, do_huge_pmd_anonymous_page(): the first touch of a range that wants huge pages: the huge zero page for a read,
 * a new huge page for a write. Returns a {@link FaultResult}; {@code FALLBACK} if small pages have to do.
 */
public final class DoHugePmdAnonymousPage {
    public enum At {
        PREPARE_ANON_VMA,
        ALLOCATE,
        CHARGE,
        LOCK_PMD,
        CHECK_PMD,
        MAP_FOLIO,
        ADD_LRU,
        SET_PMD,
        UNLOCK_PMD,
        PUT_FOLIO
    }

    /**
     * The address and what it is for.
     *
     * @param pfn the new huge page, -1 while there is none or it is mapped
     * @param result what will be returned
     */
    public record Locals(int process, int va, boolean write, int pfn, FaultResult result) {
        public static Locals of(int process, int va, boolean write) {
            return new Locals(process, va, write, -1, FaultResult.DONE);
        }

        Locals withPfn(int head) {
            return new Locals(process, va, write, head, result);
        }

        Locals withResult(FaultResult to) {
            return new Locals(process, va, write, pfn, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_huge_pmd_anonymous_page")
            .at(PREPARE_ANON_VMA, DoHugePmdAnonymousPage::prepareAnonVma)
            .at(ALLOCATE, DoHugePmdAnonymousPage::allocate)
            .at(CHARGE, DoHugePmdAnonymousPage::charge)
            .at(LOCK_PMD, DoHugePmdAnonymousPage::lockPmd)
            .at(CHECK_PMD, DoHugePmdAnonymousPage::checkPmd)
            .at(MAP_FOLIO, DoHugePmdAnonymousPage::mapFolio)
            .at(ADD_LRU, DoHugePmdAnonymousPage::addLru)
            .at(SET_PMD, DoHugePmdAnonymousPage::setPmd)
            .at(UNLOCK_PMD, DoHugePmdAnonymousPage::unlockPmd)
            .at(PUT_FOLIO, DoHugePmdAnonymousPage::putFolio);

    private DoHugePmdAnonymousPage() {}

    static Next<Locals> prepareAnonVma(Machine m, ThreadId self, Locals l) {
        Machine prepared = AnonVmas.prepare(m, l.process, l.va);
        return l.write ? Next.next(prepared, l) : Next.go(prepared, LOCK_PMD, l);
    }

    /** vma_alloc_folio() of a huge page: it can fail for want of a free run of frames although there are free frames. */
    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        int head = PageAlloc.lowestFreeHuge(m);
        Next<Locals> fails = Next.done(m, FaultResult.FALLBACK);
        return head < 0
                ? Next.choose(Next.alternative("allocation fails", fails))
                : Next.choose(
                        Next.alternative(
                                "allocated", Next.next(PageAlloc.allocateHuge(m, self, head), l.withPfn(head))),
                        Next.alternative("allocation fails", fails));
    }

    static Next<Locals> charge(Machine m, ThreadId self, Locals l) {
        Machine charged = PageAlloc.charge(m, l.pfn);
        for (int i = 0; i < m.folioSize(l.pfn); i++) {
            charged = charged.withPage(l.pfn + i, charged.page(l.pfn + i).withUptodate(true));
        }
        return Next.next(charged, l);
    }

    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        return PmdLock.take(m, self, l.process, l);
    }

    /** Somebody may have been faster, with a huge page, or with a page table for small ones. */
    static Next<Locals> checkPmd(Machine m, ThreadId self, Locals l) {
        if (!m.pmd(l.process, l.va).isNone()) {
            return Next.go(m, UNLOCK_PMD, l.withResult(FaultResult.RETRY));
        }
        Vma vma = m.mm(l.process).vma(l.va);
        if (m.mm(l.process).unstable() || vma != null && vma.uffd() == Vma.Uffd.MISSING) {
            return Next.go(m, UNLOCK_PMD, l.withResult(FaultResult.SIGBUS));
        }
        return l.write ? Next.next(m, l) : Next.go(m, SET_PMD, l);
    }

    static Next<Locals> mapFolio(Machine m, ThreadId self, Locals l) {
        Machine counted = HugePmd.rss(m, l.process, m.folioSize(l.pfn));
        return Next.next(Rmap.addNewAnonPmd(counted, l.process, m.pmdStart(l.va), l.pfn), l);
    }

    /** A large folio does not wait in the batch: it drains it. */
    static Next<Locals> addLru(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.drain(LruBatch.add(m, self, l.pfn), self.index()), l);
    }

    /** The huge zero page is counted nowhere and stays read-only. */
    static Next<Locals> setPmd(Machine m, ThreadId self, Locals l) {
        if (!l.write) {
            return Next.next(m.withPmd(l.process, l.va, Pmd.HUGE_ZERO), l);
        }
        Pmd pmd = new Pmd.Huge(new Pte.Present(l.pfn, true, true, true, true, false, false));
        Machine mapped =
                m.withPmd(l.process, l.va, pmd).withPage(l.pfn, m.page(l.pfn).withLedger(self, -1));
        return Next.next(mapped, l.withPfn(-1));
    }

    static Next<Locals> unlockPmd(Machine m, ThreadId self, Locals l) {
        Machine unlocked = PmdLock.unlock(m, self, l.process);
        return l.pfn < 0 ? Next.done(unlocked, l.result) : Next.next(unlocked, l);
    }

    /** The loser gives his page back, and its charge with it. */
    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.done(Folio.put(m, self, l.pfn), l.result);
    }
}
