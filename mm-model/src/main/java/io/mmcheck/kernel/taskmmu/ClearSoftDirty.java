package io.mmcheck.kernel.taskmmu;

import static io.mmcheck.kernel.taskmmu.ClearSoftDirty.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.memory.PteRange;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * fs/proc/task_mmu.c, clear_refs_write() with CLEAR_REFS_SOFT_DIRTY: no page is soft-dirty any more, and present ones are
 * write-protected so that the next store takes a fault and says so. A writable page that is pinned keeps both: a device may write
 * to it at any time.
 */
public final class ClearSoftDirty {
    public enum At {
        LOCK_MMAP,
        CLEAR_VMAS,
        NOTIFIER_START,
        NEXT_TABLE,
        LOCK_PTL,
        READ_PTE,
        CLEAR_PTE,
        SET_PTE,
        CLEAR_ENTRY,
        NEXT_PTE,
        UNLOCK_PTL,
        NOTIFIER_END,
        FLUSH_TLB,
        UNLOCK_MMAP,
        CLEAR_HUGE_PMD
    }

    /**
     * The process.
     *
     * @param va how far it has come
     * @param table the locked page table, or -1
     * @param old the pte that was cleared, until it is set again
     * @param listeners the devices that have to hear of it
     */
    public record Locals(int process, int va, int table, Pte old, int listeners) {
        public static Locals of(int process) {
            return new Locals(process, 0, -1, Pte.NONE, 0);
        }

        Locals at(int next) {
            return new Locals(process, next, table, old, listeners);
        }

        Locals withTable(int locked) {
            return new Locals(process, va, locked, old, listeners);
        }

        Locals withOld(Pte pte) {
            return new Locals(process, va, table, pte, listeners);
        }

        Locals withListeners(int devices) {
            return new Locals(process, va, table, old, devices);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("clear_refs_write")
            .at(LOCK_MMAP, ClearSoftDirty::lockMmap)
            .at(CLEAR_VMAS, ClearSoftDirty::clearVmas)
            .at(NOTIFIER_START, ClearSoftDirty::notifierStart)
            .at(NEXT_TABLE, ClearSoftDirty::nextTable)
            .at(LOCK_PTL, ClearSoftDirty::lockPtl)
            .at(READ_PTE, ClearSoftDirty::readPte)
            .at(CLEAR_PTE, ClearSoftDirty::clearPte)
            .at(SET_PTE, ClearSoftDirty::setPte)
            .at(CLEAR_ENTRY, ClearSoftDirty::clearEntry)
            .at(NEXT_PTE, ClearSoftDirty::nextPte)
            .at(UNLOCK_PTL, ClearSoftDirty::unlockPtl)
            .at(NOTIFIER_END, ClearSoftDirty::notifierEnd)
            .at(FLUSH_TLB, ClearSoftDirty::flushTlb)
            .at(UNLOCK_MMAP, ClearSoftDirty::unlockMmap)
            .at(CLEAR_HUGE_PMD, ClearSoftDirty::clearHugePmd);

    private ClearSoftDirty() {}

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canWrite(m, l.process)
                ? Next.next(MmapLock.write(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    static Next<Locals> clearVmas(Machine m, ThreadId self, Locals l) {
        List<Vma> vmas = new ArrayList<>();
        for (Vma vma : m.mm(l.process).vmas()) {
            vmas.add(vma.withSoftDirty(false));
        }
        return Next.next(m.withMm(l.process, m.mm(l.process).withVmas(Table.ofAll(vmas))), l);
    }

    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        return MmuNotifier.isBusy(m, listeners)
                ? Next.blocked(MmuNotifier.waitFor(listeners))
                : Next.next(
                        MmuNotifier.start(m, listeners, l.process, 0, m.config().addresses()),
                        l.withListeners(listeners));
    }

    static Next<Locals> nextTable(Machine m, ThreadId self, Locals l) {
        int to = m.config().addresses();
        int va = PteRange.firstWithTable(m, l.process, l.va, to);
        return va < to ? Next.next(m, l.at(va)) : Next.go(m, NOTIFIER_END, l.at(0));
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        Pmd pmd = m.pmd(l.process, l.va);
        if (pmd.isTransHuge() || pmd instanceof Pmd.Migration) {
            return Next.go(m, CLEAR_HUGE_PMD, l);
        }
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l.withTable(table)),
                to -> Next.go(to, NEXT_TABLE, l));
    }

    /** clear_soft_dirty_pmd(), under the pmd lock. */
    static Next<Locals> clearHugePmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.process)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        Pmd pmd = m.pmd(l.process, l.va);
        Machine cleared = m;
        if (pmd instanceof Pmd.Huge huge) {
            cleared = m.withPmd(
                    l.process,
                    l.va,
                    new Pmd.Huge(huge.bits().withWritable(false).withSoftDirty(false)));
        } else if (pmd instanceof Pmd.Migration entry) {
            Pte.Migration e = entry.bits();
            Pte.Migration now = new Pte.Migration(e.pfn(), e.kind(), e.young(), e.dirty(), false, e.uffdWp());
            cleared = m.withPmd(l.process, l.va, new Pmd.Migration(now));
        }
        return pmd.isTable()
                ? Next.go(m, LOCK_PTL, l)
                : Next.go(
                        cleared,
                        NEXT_TABLE,
                        l.at(PteRange.pmdEnd(m, l.va, m.config().addresses())));
    }

    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.process, l.va);
        if (pte instanceof Pte.Present present) {
            boolean pinned = present.writable()
                    && m.page(present.pfn()).isAnon()
                    && m.mm(l.process).hasPinned()
                    && m.folio(present.pfn()).maybePinned();
            return Next.go(m, pinned ? NEXT_PTE : CLEAR_PTE, l);
        }
        return Next.go(m, pte.isNone() ? NEXT_PTE : CLEAR_ENTRY, l);
    }

    /** ptep_modify_prot_start(): cleared, so that no dirty bit that hardware sets now is lost. */
    static Next<Locals> clearPte(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPte(l.process, l.va, Pte.NONE), l.withOld(m.pte(l.process, l.va)));
    }

    static Next<Locals> setPte(Machine m, ThreadId self, Locals l) {
        Pte.Present old = (Pte.Present) l.old;
        Pte now = old.withWritable(false).withSoftDirty(false);
        return Next.go(m.withPte(l.process, l.va, now), NEXT_PTE, l.withOld(Pte.NONE));
    }

    /** pte_swp_clear_soft_dirty(). The entry keeps its right to write: the fault that brings the page back looks at the VMA. */
    static Next<Locals> clearEntry(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.process, l.va);
        Pte now;
        if (pte instanceof Pte.Swap s) {
            now = new Pte.Swap(s.slot(), s.exclusive(), false, s.uffdWp());
        } else if (pte instanceof Pte.Migration e) {
            now = new Pte.Migration(e.pfn(), e.kind(), e.young(), e.dirty(), false, e.uffdWp());
        } else if (pte instanceof Pte.DevicePrivate d) {
            now = new Pte.DevicePrivate(d.pfn(), d.writable(), false, d.uffdWp());
        } else if (pte instanceof Pte.DeviceExclusive e) {
            now = new Pte.DeviceExclusive(e.pfn(), e.writable(), false, e.uffdWp());
        } else {
            throw Bug.notModelled("clear_refs of " + pte);
        }
        return Next.next(m.withPte(l.process, l.va, now), l);
    }

    static Next<Locals> nextPte(Machine m, ThreadId self, Locals l) {
        Locals next = l.at(l.va + 1);
        return PteRange.nextIsInTable(m, l.va, m.config().addresses())
                ? Next.go(m, READ_PTE, next)
                : Next.next(m, next);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.go(Ptl.unlock(m, self, l.table), NEXT_TABLE, l.withTable(-1));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.next(MmuNotifier.end(m, l.listeners, l.process), l.withListeners(0));
    }

    /** flush_tlb_mm(): from here on every store to a page that was cleared takes a fault. */
    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        return Next.next(Tlb.flushMm(m, l.process), l);
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        return Next.done(MmapLock.unlock(m, self, l.process), 0);
    }
}
