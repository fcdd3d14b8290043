package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Allocation;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.pgtable.Rcu;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.HoleFilled;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate_device.c, migrate_vma_insert_page(): map a new page where collect saw a hole or the zero page, if that is still so.
 * Returns whether it did; if not, the final put of the page gives its charge back.
 */
public final class MigrateVmaInsertPage {
    public enum At {
        CHECK_PMD,
        ALLOC_TABLE,
        PREPARE_ANON_VMA,
        CHARGE,
        MARK_UPTODATE,
        MAP_PTE,
        LOCK_PTL,
        RECHECK_PMD,
        /** Not in 6.12: our repair of a finding, see the patch flush-put-off-past-refill. */
        FLUSH_PENDING,
        CHECK_PTE,
        ADD_RMAP,
        ADD_TO_LRU,
        FLUSH_ZERO_PAGE,
        SET_PTE,
        UNLOCK_PTL,
        ABORT
    }

    /**
     * What it remembers.
     *
     * @param process the process
     * @param va the address
     * @param pfn the new page, locked
     * @param table its page table while that is looked at and locked, or -1
     */
    public record Locals(int process, int va, int pfn, int table) {
        public static Locals of(int process, int va, int pfn) {
            return new Locals(process, va, pfn, -1);
        }

        public Locals withTable(int seen) {
            return new Locals(process, va, pfn, seen);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_vma_insert_page")
            .at(CHECK_PMD, MigrateVmaInsertPage::checkPmd)
            .at(ALLOC_TABLE, MigrateVmaInsertPage::allocTable)
            .at(PREPARE_ANON_VMA, MigrateVmaInsertPage::prepareAnonVma)
            .at(CHARGE, MigrateVmaInsertPage::charge)
            .at(MARK_UPTODATE, MigrateVmaInsertPage::markUptodate)
            .at(MAP_PTE, MigrateVmaInsertPage::mapPte)
            .at(LOCK_PTL, MigrateVmaInsertPage::lockPtl)
            .at(RECHECK_PMD, MigrateVmaInsertPage::recheckPmd)
            .at(FLUSH_PENDING, MigrateVmaInsertPage::flushPending)
            .at(CHECK_PTE, MigrateVmaInsertPage::checkPte)
            .at(ADD_RMAP, MigrateVmaInsertPage::addRmap)
            .at(ADD_TO_LRU, MigrateVmaInsertPage::addToLru)
            .at(FLUSH_ZERO_PAGE, MigrateVmaInsertPage::flushZeroPage)
            .at(SET_PTE, MigrateVmaInsertPage::setPte)
            .at(UNLOCK_PTL, MigrateVmaInsertPage::unlockPtl)
            .at(ABORT, MigrateVmaInsertPage::abort);

    private MigrateVmaInsertPage() {}

    /** Only anonymous memory is filled, and not where a huge page has come meanwhile. The upper levels are always there. */
    static Next<Locals> checkPmd(Machine m, ThreadId self, Locals l) {
        Vma vma = m.mm(l.process).vma(l.va);
        boolean huge = m.pmd(l.process, l.va).isTransHuge();
        return vma == null || !vma.isAnonymous() || huge ? Next.done(m, false) : Next.next(m, l);
    }

    /** pte_alloc(), under the pmd lock. Without effect if the pmd is not none any more, even if a huge page has come. */
    static Next<Locals> allocTable(Machine m, ThreadId self, Locals l) {
        if (PteAlloc.mustWait(m, l.process, l.va)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        Next<Locals> next = Next.next(PteAlloc.alloc(m, l.process, l.va), l);
        boolean there = !m.pmd(l.process, l.va).isNone();
        return there ? next : Allocation.orFailure(next, Next.done(m, false));
    }

    static Next<Locals> prepareAnonVma(Machine m, ThreadId self, Locals l) {
        Next<Locals> next = Next.next(AnonVmas.prepare(m, l.process, l.va), l);
        boolean there = AnonVmas.prepared(m, l.process, l.va);
        return there ? next : Allocation.orFailure(next, Next.done(m, false));
    }

    /** mem_cgroup_charge(), before it is known whether the page will be used. */
    static Next<Locals> charge(Machine m, ThreadId self, Locals l) {
        return Allocation.orFailure(Next.next(PageAlloc.charge(m, l.pfn), l), Next.done(m, false));
    }

    static Next<Locals> markUptodate(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withUptodate(true)), l);
    }

    /** Without a page table the insertion is given up; the last put of the page uncharges it. */
    static Next<Locals> mapPte(Machine m, ThreadId self, Locals l) {
        int table = PteOffsetMap.table(m, l.process, l.va);
        if (table == PteOffsetMap.NULL) {
            return PteOffsetMap.clearBad(m, l.process, l.va, to -> Next.done(to, false));
        }
        Vma vma = m.mm(l.process).vma(l.va);
        return vma != null && vma.hugepage()
                ? Next.next(Rcu.readLock(m, self), l.withTable(table))
                : lockPtl(m, self, l);
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        if (l.table < 0) {
            return PteOffsetMap.lock(
                    m,
                    self,
                    l.process,
                    l.va,
                    (locked, table) -> Next.go(locked, FLUSH_PENDING, l.withTable(table)),
                    to -> Next.done(to, false));
        }
        return Ptl.take(m, self, l.table, l);
    }

    static Next<Locals> recheckPmd(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.isStill(m, l.process, l.va, l.table)
                ? Next.next(Rcu.readUnlock(m, self), l)
                : Next.go(Rcu.readUnlock(Ptl.unlock(m, self, l.table), self), MAP_PTE, l.withTable(-1));
    }

    /** What reclaim has put off is flushed before another page comes to where a CPU may still see the old one. */
    static Next<Locals> flushPending(Machine m, ThreadId self, Locals l) {
        return Next.next(Unflushed.flushPending(m, l.process), l);
    }

    /**
     * check_stable_address_space(), and whether the hole is one still: mmap_lock for reading keeps no fault out. A hole that
     * userfaultfd watches is left to it. So is a zero page that it protects, which is a repair of ours: 6.12 replaces it, and the next
     * store is not noticed.
     */
    static Next<Locals> checkPte(Machine m, ThreadId self, Locals l) {
        boolean watched = m.pte(l.process, l.va) instanceof Pte.Present p && p.uffdWp();
        return watched ? Next.go(m, ABORT, l) : checkHole(m, l);
    }

    /** The check without a look at write protection. */
    public static Next<Locals> checkHole(Machine m, Locals l) {
        Pte pte = m.pte(l.process, l.va);
        boolean empty = pte.isNone() || pte instanceof Pte.Present p && p.pfn() == m.zeroPage();
        Vma vma = m.mm(l.process).vma(l.va);
        boolean watched = vma != null && vma.uffd() == Vma.Uffd.MISSING;
        return empty && !m.mm(l.process).unstable() && !watched ? Next.next(m, l) : Next.go(m, ABORT, l);
    }

    /** One page more for the process, also in place of the zero page: that is not counted. */
    static Next<Locals> addRmap(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.process);
        Machine counted = m.withMm(l.process, mm.withRss(mm.rss() + 1));
        return Next.next(Rmap.addNewAnon(counted, l.process, l.va, l.pfn), l);
    }

    static Next<Locals> addToLru(Machine m, ThreadId self, Locals l) {
        return Next.next(m.page(l.pfn).isDevice() ? m : LruBatch.add(m, self, l.pfn), l);
    }

    /** ptep_clear_flush(): nobody reads zeroes from here any more. */
    static Next<Locals> flushZeroPage(Machine m, ThreadId self, Locals l) {
        if (m.pte(l.process, l.va).isNone()) {
            return Next.next(m, l);
        }
        return Next.next(Tlb.flushPage(m.withPte(l.process, l.va, Pte.NONE), l.process, l.va), l);
    }

    static Next<Locals> setPte(Machine m, ThreadId self, Locals l) {
        Vma vma = m.mm(l.process).vma(l.va);
        boolean writable = vma != null && vma.writable();
        boolean protNone = vma != null && !vma.readable();
        Pte pte = m.page(l.pfn).isDevicePrivate()
                ? new Pte.DevicePrivate(l.pfn, writable, false, false)
                : new Pte.Present(l.pfn, writable, writable, true, writable, false, protNone);
        return Next.<Locals>next(Folio.refAdd(m, l.pfn, 1).withPte(l.process, l.va, pte), l)
                .saying(new HoleFilled(l.process, l.va, l.pfn));
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.done(Ptl.unlock(m, self, l.table), true);
    }

    static Next<Locals> abort(Machine m, ThreadId self, Locals l) {
        return Next.done(Ptl.unlock(m, self, l.table), false);
    }
}
