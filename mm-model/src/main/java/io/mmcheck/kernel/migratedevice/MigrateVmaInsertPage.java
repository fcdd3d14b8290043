package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateVmaInsertPage.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Allocation;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.machine.event.HoleFilled;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate_device.c, migrate_vma_insert_page(): map a new page where collect saw a hole or the zero page, if that is still so.
 * Returns whether it did; if not, the final put of the page gives its charge back.
 */
public final class MigrateVmaInsertPage {
    public enum At {
        ALLOC_TABLE,
        PREPARE_ANON_VMA,
        CHARGE,
        MARK_UPTODATE,
        LOCK_PTL,
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
     * @param table its page table while that is locked, or -1
     */
    public record Locals(int process, int va, int pfn, int table) {
        public static Locals of(int process, int va, int pfn) {
            return new Locals(process, va, pfn, -1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_vma_insert_page")
            .at(ALLOC_TABLE, MigrateVmaInsertPage::allocTable)
            .at(PREPARE_ANON_VMA, MigrateVmaInsertPage::prepareAnonVma)
            .at(CHARGE, MigrateVmaInsertPage::charge)
            .at(MARK_UPTODATE, MigrateVmaInsertPage::markUptodate)
            .at(LOCK_PTL, MigrateVmaInsertPage::lockPtl)
            .at(FLUSH_PENDING, MigrateVmaInsertPage::flushPending)
            .at(CHECK_PTE, MigrateVmaInsertPage::checkPte)
            .at(ADD_RMAP, MigrateVmaInsertPage::addRmap)
            .at(ADD_TO_LRU, MigrateVmaInsertPage::addToLru)
            .at(FLUSH_ZERO_PAGE, MigrateVmaInsertPage::flushZeroPage)
            .at(SET_PTE, MigrateVmaInsertPage::setPte)
            .at(UNLOCK_PTL, MigrateVmaInsertPage::unlockPtl)
            .at(ABORT, MigrateVmaInsertPage::abort);

    private MigrateVmaInsertPage() {}

    /** pte_alloc(), without effect if somebody else was faster. */
    static Next<Locals> allocTable(Machine m, ThreadId self, Locals l) {
        Next<Locals> next = Next.next(PteAlloc.alloc(m, l.process, l.va), l);
        boolean there = m.tableOf(l.process, l.va) >= 0;
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

    /** What reclaim has put off is flushed before another page comes to where a CPU may still see the old one. */
    static Next<Locals> flushPending(Machine m, ThreadId self, Locals l) {
        return Next.next(Unflushed.flushPending(m, l.process), l);
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        int table = m.tableOf(l.process, l.va);
        if (table < 0) {
            return Next.done(m, false);
        }
        if (!Ptl.isFree(m, table)) {
            return Next.blocked(Ptl.waitFor(m, table));
        }
        return Next.<Locals>next(Ptl.lock(m, self, table), new Locals(l.process, l.va, l.pfn, table))
                .saying(new Acquired(LockClass.PTL, table));
    }

    /** check_stable_address_space(), and whether the hole is one still: mmap_lock for reading keeps no fault out. */
    static Next<Locals> checkPte(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.process, l.va);
        boolean empty = pte.isNone() || pte instanceof Pte.Present p && p.pfn() == m.zeroPage();
        return empty && !m.mm(l.process).unstable() ? Next.next(m, l) : Next.go(m, ABORT, l);
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
        Pte pte = m.page(l.pfn).isDevice()
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
