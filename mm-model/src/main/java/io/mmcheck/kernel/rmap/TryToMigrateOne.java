package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.rmap.TryToMigrateOne.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.hugememory.HugePmd;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/rmap.c, try_to_migrate_one(): replace the pte of one mapping. Returns whether the walk goes on: a pinned folio ends it. The
 * flush is never put off: callers rely on the page being out of every TLB.
 */
public final class TryToMigrateOne {
    public enum At {
        NOTIFIER_START,
        LOCK_PTL,
        CLEAR_PTE,
        FLUSH_PAGE,
        COPY_DIRTY,
        TEST_PINNED,
        CLEAR_EXCLUSIVE,
        SET_ENTRY,
        REMOVE_RMAP,
        UNLOCK_PTL,
        NOTIFIER_END,
        LOCK_PMD,
        INVALIDATE_PMD,
        FLUSH_PMD,
        TEST_PINNED_PMD,
        SET_PMD,
        UNLOCK_PMD
    }

    /**
     * What it remembers.
     *
     * @param pfn the folio
     * @param process the process that may map it
     * @param va where
     * @param listeners the devices that hear of the invalidation
     * @param table the page table while it is locked, or -1
     * @param pte what was cleared, until it is replaced
     * @param exclusive whether the folio was PG_anon_exclusive then
     * @param goOn what to return
     * @param splits whether a huge pmd is split, or moves as a whole
     */
    public record Locals(
            int pfn,
            int process,
            int va,
            int listeners,
            int table,
            Pte pte,
            boolean exclusive,
            boolean goOn,
            boolean splits) {
        public static Locals of(int pfn, int process, int va) {
            return new Locals(pfn, process, va, 0, -1, Pte.NONE, false, true, false);
        }

        /** TTU_SPLIT_HUGE_PMD: the mapping of a huge folio becomes one entry for each page. */
        public static Locals splitting(int pfn, int process, int va) {
            return new Locals(pfn, process, va, 0, -1, Pte.NONE, false, true, true);
        }

        public Locals withListeners(int devices) {
            return new Locals(pfn, process, va, devices, table, pte, exclusive, goOn, splits);
        }

        public Locals withTable(int locked) {
            return new Locals(pfn, process, va, listeners, locked, pte, exclusive, goOn, splits);
        }

        public Locals withPte(Pte cleared, boolean wasExclusive) {
            return new Locals(pfn, process, va, listeners, table, cleared, wasExclusive, goOn, splits);
        }

        public Locals stop() {
            return new Locals(pfn, process, va, listeners, table, Pte.NONE, false, false, splits);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("try_to_migrate_one")
            .at(NOTIFIER_START, TryToMigrateOne::notifierStart)
            .at(LOCK_PTL, TryToMigrateOne::lockPtl)
            .at(CLEAR_PTE, TryToMigrateOne::clearPte)
            .at(FLUSH_PAGE, TryToMigrateOne::flushPage)
            .at(COPY_DIRTY, TryToMigrateOne::copyDirty)
            .at(TEST_PINNED, TryToMigrateOne::testPinned)
            .at(CLEAR_EXCLUSIVE, TryToMigrateOne::clearExclusive)
            .at(SET_ENTRY, TryToMigrateOne::setEntry)
            .at(REMOVE_RMAP, TryToMigrateOne::removeRmap)
            .at(UNLOCK_PTL, TryToMigrateOne::unlockPtl)
            .at(NOTIFIER_END, TryToMigrateOne::notifierEnd)
            .at(LOCK_PMD, TryToMigrateOne::lockPmd)
            .at(INVALIDATE_PMD, TryToMigrateOne::invalidatePmd)
            .at(FLUSH_PMD, TryToMigrateOne::flushPmd)
            .at(TEST_PINNED_PMD, TryToMigrateOne::testPinnedPmd)
            .at(SET_PMD, TryToMigrateOne::setPmd)
            .at(UNLOCK_PMD, TryToMigrateOne::unlockPmd);

    private TryToMigrateOne() {}

    /**
     * MMU_NOTIFY_CLEAR has no owner: the migrating device hears of it as well. The range is that of the whole folio, which a pmd may
     * map (vma_address_end()).
     */
    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        if (MmuNotifier.isBusy(m, listeners)) {
            return Next.blocked(MmuNotifier.waitFor(listeners));
        }
        int from = Math.max(0, l.va - Math.max(0, m.page(l.pfn).nth()));
        int to = Math.min(m.config().addresses(), from + m.folioSize(l.pfn));
        return Next.next(MmuNotifier.startOwn(m, self, listeners, l.process, from, to), l.withListeners(listeners));
    }

    /** page_vma_mapped_walk(): finds the pmd or the pte that maps the folio, if this address has one. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        if (m.pmd(l.process, l.va) instanceof Pmd.Huge) {
            return Next.go(m, LOCK_PMD, l);
        }
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.go(
                        locked, m.pte(l.process, l.va).maps(l.pfn) ? CLEAR_PTE : UNLOCK_PTL, l.withTable(table)),
                to -> Next.go(to, NOTIFIER_END, l));
    }

    static Next<Locals> clearPte(Machine m, ThreadId self, Locals l) {
        Pte old = m.pte(l.process, l.va);
        return Next.next(
                m.withPte(l.process, l.va, Pte.NONE),
                l.withPte(old, m.page(l.pfn).exclusive()));
    }

    /** The other half of ptep_clear_flush(). */
    static Next<Locals> flushPage(Machine m, ThreadId self, Locals l) {
        return Next.next(l.pte.isPresent() ? Tlb.flushPage(m, l.process, l.va) : m, l);
    }

    static Next<Locals> copyDirty(Machine m, ThreadId self, Locals l) {
        boolean dirty = l.pte instanceof Pte.Present p && p.dirty();
        return Next.next(dirty ? Folio.markDirty(m, l.pfn) : m, l);
    }

    /** folio_try_share_anon_rmap_pte(), after the pte is gone: a pinned folio keeps its mapping, and the walk ends. */
    static Next<Locals> testPinned(Machine m, ThreadId self, Locals l) {
        if (!l.exclusive) {
            return Next.go(m, SET_ENTRY, l);
        }
        if (l.pte.isPresent() && !Rmap.canShare(m.folio(l.pfn))) {
            return Next.go(m.withPte(l.process, l.va, l.pte), UNLOCK_PTL, l.stop());
        }
        return Next.next(m, l);
    }

    static Next<Locals> clearExclusive(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withExclusive(false)), l);
    }

    static Next<Locals> setEntry(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPte(l.process, l.va, entryFor(l)), l);
    }

    private static Pte entryFor(Locals l) {
        Pte.Migration.Kind readable = l.exclusive ? Pte.Migration.Kind.READ_EXCLUSIVE : Pte.Migration.Kind.READ;
        if (l.pte instanceof Pte.Present p) {
            return new Pte.Migration(
                    l.pfn,
                    p.writable() ? Pte.Migration.Kind.WRITE : readable,
                    p.young(),
                    p.dirty(),
                    p.softDirty(),
                    p.uffdWp());
        }
        if (l.pte instanceof Pte.DevicePrivate d) {
            return new Pte.Migration(
                    l.pfn, d.writable() ? Pte.Migration.Kind.WRITE : readable, false, false, d.softDirty(), d.uffdWp());
        }
        throw new Bug("migration entry", "for " + l.pte);
    }

    static Next<Locals> removeRmap(Machine m, ThreadId self, Locals l) {
        Machine removed = Folio.refSub(Rmap.remove(m, l.process, l.va, l.pfn), l.pfn, 1);
        return Next.next(removed, l.withPte(Pte.NONE, false));
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, l.table), l.withTable(-1));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.done(MmuNotifier.end(m, l.listeners, l.process), l.goOn);
    }

    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.process)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        if (!(m.pmd(l.process, l.va) instanceof Pmd.Huge huge)) {
            return Next.go(m, LOCK_PTL, l); // split under us
        }
        boolean maps = huge.pfn() == m.head(l.pfn);
        return Next.<Locals>go(PmdLock.lock(m, self, l.process), maps ? INVALIDATE_PMD : UNLOCK_PMD, l)
                .saying(PmdLock.acquired(l.process));
    }

    static Next<Locals> invalidatePmd(Machine m, ThreadId self, Locals l) {
        Pte.Present old = HugePmd.bits(m, l.process, l.va);
        return Next.next(
                HugePmd.invalidate(m, l.process, l.va),
                l.withPte(old, m.page(old.pfn()).exclusive()));
    }

    static Next<Locals> flushPmd(Machine m, ThreadId self, Locals l) {
        return Next.next(HugePmd.flush(m, l.process, l.va), l);
    }

    /** folio_try_share_anon_rmap_pmd(): a pinned folio keeps its mapping; one that was to be split has small ptes from now on. */
    static Next<Locals> testPinnedPmd(Machine m, ThreadId self, Locals l) {
        if (!l.exclusive || Rmap.canShare(m.folio(l.pfn))) {
            return Next.next(m, l);
        }
        Pte.Present old = (Pte.Present) l.pte;
        Machine restored = l.splits
                ? HugePmd.populatePages(m, l.process, l.va, old)
                : m.withPmd(l.process, l.va, new Pmd.Huge(old));
        return Next.go(restored, UNLOCK_PMD, l.stop());
    }

    static Next<Locals> setPmd(Machine m, ThreadId self, Locals l) {
        Pte.Present old = (Pte.Present) l.pte;
        Machine set =
                l.splits ? HugePmd.populateEntries(m, l.process, l.va, old) : HugePmd.setEntry(m, l.process, l.va, old);
        return Next.next(set, l.withPte(Pte.NONE, false));
    }

    static Next<Locals> unlockPmd(Machine m, ThreadId self, Locals l) {
        return Next.go(PmdLock.unlock(m, self, l.process), NOTIFIER_END, l);
    }
}
