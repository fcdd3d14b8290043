package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.rmap.TryToMigrateOne.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
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
        NOTIFIER_END
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
     */
    public record Locals(
            int pfn, int process, int va, int listeners, int table, Pte pte, boolean exclusive, boolean goOn) {
        public static Locals of(int pfn, int process, int va) {
            return new Locals(pfn, process, va, 0, -1, Pte.NONE, false, true);
        }

        public Locals withListeners(int devices) {
            return new Locals(pfn, process, va, devices, table, pte, exclusive, goOn);
        }

        public Locals withTable(int locked) {
            return new Locals(pfn, process, va, listeners, locked, pte, exclusive, goOn);
        }

        public Locals withPte(Pte cleared, boolean wasExclusive) {
            return new Locals(pfn, process, va, listeners, table, cleared, wasExclusive, goOn);
        }

        public Locals stop() {
            return new Locals(pfn, process, va, listeners, table, Pte.NONE, false, false);
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
            .at(NOTIFIER_END, TryToMigrateOne::notifierEnd);

    private TryToMigrateOne() {}

    /** MMU_NOTIFY_CLEAR has no owner: the migrating device hears of it as well. */
    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        if (MmuNotifier.isBusy(m, listeners)) {
            return Next.blocked(MmuNotifier.waitFor(listeners));
        }
        return Next.next(
                MmuNotifier.startOwn(m, self, listeners, l.process, l.va, l.va + 1), l.withListeners(listeners));
    }

    /** page_vma_mapped_walk(): finds the pte that maps the folio, if this address has one. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        int table = m.tableOf(l.process, l.va);
        if (table < 0) {
            return Next.go(m, NOTIFIER_END, l);
        }
        if (!Ptl.isFree(m, table)) {
            return Next.blocked(Ptl.waitFor(m, table));
        }
        Machine locked = Ptl.lock(m, self, table);
        boolean maps = m.pte(l.process, l.va).maps(l.pfn);
        return Next.go(locked, maps ? CLEAR_PTE : UNLOCK_PTL, l.withTable(table))
                .saying(new Acquired(LockClass.PTL, table));
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
        return Next.next(dirty ? m.withPage(l.pfn, m.page(l.pfn).withDirty(true)) : m, l);
    }

    /** folio_try_share_anon_rmap_pte(), after the pte is gone: a pinned folio keeps its mapping, and the walk ends. */
    static Next<Locals> testPinned(Machine m, ThreadId self, Locals l) {
        if (!l.exclusive) {
            return Next.go(m, SET_ENTRY, l);
        }
        if (l.pte.isPresent() && !Rmap.canShare(m.page(l.pfn))) {
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
}
