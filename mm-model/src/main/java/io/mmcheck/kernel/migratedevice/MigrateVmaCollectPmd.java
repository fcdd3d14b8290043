package io.mmcheck.kernel.migratedevice;

import static io.mmcheck.kernel.migratedevice.MigrateVmaCollectPmd.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.hugememory.HugePmd;
import io.mmcheck.kernel.hugememory.SplitFolio;
import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.pgtable.Rcu;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/migrate_device.c, migrate_vma_collect_pmd(): replace the ptes of one page table by migration entries, under its lock. A
 * folio that is locked by somebody else is left out: waiting for it here could deadlock. A huge page is split first; if it cannot
 * be, it stays. Nothing keeps the pmd from changing until the lock of its table is held, so whoever finds no table there looks
 * again.
 */
public final class MigrateVmaCollectPmd {
    public enum At {
        READ_PMD,
        LOCK_PMD,
        UNLOCK_HUGE_ZERO,
        SPLIT_HUGE_ZERO,
        GET_HUGE,
        UNLOCK_PMD,
        TRYLOCK_HUGE,
        SPLIT_FOLIO,
        UNLOCK_SPLIT,
        PUT_SPLIT,
        MAP_PTE,
        LOCK_PTL,
        RECHECK_PMD,
        READ_PTE,
        GET_FOLIO,
        TRYLOCK_FOLIO,
        CLEAR_PTE,
        FLUSH_EXCLUSIVE,
        TEST_PINNED,
        CLEAR_EXCLUSIVE,
        COPY_DIRTY,
        SET_ENTRY,
        REMOVE_RMAP,
        NEXT_PTE,
        FLUSH_TLB,
        UNLOCK_PTL,
        RESTORE_PTE,
        UNLOCK_FOLIO,
        PUT_FOLIO,
        PUT_UNSPLIT,
        SKIP
    }

    /**
     * What the walk remembers.
     *
     * @param args the request, filled up to the present address
     * @param from the first address of this table that is asked for
     * @param to the one behind the last
     * @param table the page table while it is looked at and locked, or -1
     * @param unmapped whether a present pte was replaced: a flush is due
     * @param entry the candidate at the present address
     * @param seen what READ_PTE saw, for kernels that still use it after the clear; this one forgets it at once
     * @param pte what was cleared at the present address, until it is replaced
     * @param exclusive whether the folio was PG_anon_exclusive when its pte was cleared
     */
    public record Locals(
            MigrateVma args,
            int from,
            int to,
            int table,
            boolean unmapped,
            MigratePfn entry,
            Pte seen,
            Pte pte,
            boolean exclusive) {
        public static Locals of(MigrateVma args, int from, int to) {
            return new Locals(args, from, to, -1, false, MigratePfn.NONE, Pte.NONE, Pte.NONE, false);
        }

        public int va() {
            return args.address(args.npages());
        }

        public Locals withTable(int locked) {
            return new Locals(args, from, to, locked, unmapped, entry, seen, pte, exclusive);
        }

        public Locals withUnmapped(boolean value) {
            return new Locals(args, from, to, table, value, entry, seen, pte, exclusive);
        }

        public Locals withEntry(MigratePfn candidate) {
            return new Locals(args, from, to, table, unmapped, candidate, seen, pte, exclusive);
        }

        public Locals withPte(Pte cleared, boolean wasExclusive) {
            return new Locals(args, from, to, table, unmapped, entry, seen, cleared, wasExclusive);
        }

        public Locals withSeen(Pte read) {
            return new Locals(args, from, to, table, unmapped, entry, read, pte, exclusive);
        }

        /** The present address is done with; on to the next. */
        public Locals store(MigratePfn result, boolean counts) {
            return new Locals(
                    args.plus(result, counts), from, to, table, unmapped, MigratePfn.NONE, Pte.NONE, Pte.NONE, false);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("migrate_vma_collect_pmd")
            .at(READ_PMD, MigrateVmaCollectPmd::readPmd)
            .at(LOCK_PMD, MigrateVmaCollectPmd::lockPmd)
            .at(UNLOCK_HUGE_ZERO, MigrateVmaCollectPmd::unlockHugeZero)
            .at(SPLIT_HUGE_ZERO, MigrateVmaCollectPmd::splitHugeZero)
            .at(GET_HUGE, MigrateVmaCollectPmd::getHuge)
            .at(UNLOCK_PMD, MigrateVmaCollectPmd::unlockPmd)
            .at(TRYLOCK_HUGE, MigrateVmaCollectPmd::trylockHuge)
            .at(SPLIT_FOLIO, MigrateVmaCollectPmd::splitFolio)
            .atReturn(UNLOCK_SPLIT, MigrateVmaCollectPmd::unlockSplit)
            .at(PUT_SPLIT, MigrateVmaCollectPmd::putSplit)
            .at(MAP_PTE, MigrateVmaCollectPmd::mapPte)
            .at(LOCK_PTL, MigrateVmaCollectPmd::lockPtl)
            .at(RECHECK_PMD, MigrateVmaCollectPmd::recheckPmd)
            .at(READ_PTE, MigrateVmaCollectPmd::readPte)
            .at(GET_FOLIO, MigrateVmaCollectPmd::getFolio)
            .at(TRYLOCK_FOLIO, MigrateVmaCollectPmd::trylockFolio)
            .at(CLEAR_PTE, MigrateVmaCollectPmd::clearPte)
            .at(FLUSH_EXCLUSIVE, MigrateVmaCollectPmd::flushExclusive)
            .at(TEST_PINNED, MigrateVmaCollectPmd::testPinned)
            .at(CLEAR_EXCLUSIVE, MigrateVmaCollectPmd::clearExclusive)
            .at(COPY_DIRTY, MigrateVmaCollectPmd::copyDirty)
            .at(SET_ENTRY, MigrateVmaCollectPmd::setEntry)
            .at(REMOVE_RMAP, MigrateVmaCollectPmd::removeRmap)
            .at(NEXT_PTE, MigrateVmaCollectPmd::nextPte)
            .at(FLUSH_TLB, MigrateVmaCollectPmd::flushTlb)
            .at(UNLOCK_PTL, MigrateVmaCollectPmd::unlockPtl)
            .at(RESTORE_PTE, MigrateVmaCollectPmd::restorePte)
            .at(UNLOCK_FOLIO, MigrateVmaCollectPmd::unlockFolio)
            .at(PUT_FOLIO, MigrateVmaCollectPmd::putFolio)
            .at(PUT_UNSPLIT, MigrateVmaCollectPmd::putUnsplit)
            .at(SKIP, MigrateVmaCollectPmd::skip);

    private MigrateVmaCollectPmd() {}

    /** Without a lock. An entry of a huge page that migrates is left alone: waiting for it here would be of no use. */
    static Next<Locals> readPmd(Machine m, ThreadId self, Locals l) {
        Pmd pmd = m.pmd(l.args.process(), l.va());
        if (pmd.isNone()) {
            return Next.done(m, MigrateVmaCollect.hole(m, l.args, l.from, l.to));
        }
        if (pmd.isTransHuge()) {
            return Next.next(m, l);
        }
        if (pmd instanceof Pmd.Migration) {
            return Next.go(m, SKIP, l);
        }
        return Next.go(m, canGo(m, l, pmd) ? MAP_PTE : LOCK_PTL, l);
    }

    /** Where nobody asks for huge pages a page table stays, and finding it and locking it is one act. */
    private static boolean canGo(Machine m, Locals l, Pmd pmd) {
        Vma vma = m.mm(l.args.process()).vma(l.va());
        return !pmd.isTable() || vma == null || vma.hugepage() || !vma.isAnonymous();
    }

    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        int process = l.args.process();
        if (!PmdLock.isFree(m, process)) {
            return Next.blocked(PmdLock.waitFor(m, process));
        }
        Pmd pmd = m.pmd(process, l.va());
        if (!pmd.isTransHuge()) {
            return Next.go(m, READ_PMD, l);
        }
        return Next.<Locals>go(
                        PmdLock.lock(m, self, process), pmd instanceof Pmd.HugeZero ? UNLOCK_HUGE_ZERO : GET_HUGE, l)
                .saying(PmdLock.acquired(process));
    }

    static Next<Locals> unlockHugeZero(Machine m, ThreadId self, Locals l) {
        return Next.next(PmdLock.unlock(m, self, l.args.process()), l);
    }

    /** Splitting the huge zero page cannot fail, but the pmd may be something else by now: then nothing is split. */
    static Next<Locals> splitHugeZero(Machine m, ThreadId self, Locals l) {
        return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.args.process(), l.va()), MAP_PTE, l);
    }

    static Next<Locals> getHuge(Machine m, ThreadId self, Locals l) {
        int head = HugePmd.bits(m, l.args.process(), l.va()).pfn();
        return Next.next(Folio.get(m, self, head), l.withEntry(MigratePfn.collected(head, false)));
    }

    static Next<Locals> unlockPmd(Machine m, ThreadId self, Locals l) {
        return Next.next(PmdLock.unlock(m, self, l.args.process()), l);
    }

    /** A huge page that somebody has locked stays, and so must not keep our reference. */
    static Next<Locals> trylockHuge(Machine m, ThreadId self, Locals l) {
        int head = l.entry.pfn();
        return Folio.canLock(m, head) ? Next.next(Folio.lock(m, self, head), l) : Next.go(m, PUT_UNSPLIT, l);
    }

    static Next<Locals> splitFolio(Machine m, ThreadId self, Locals l) {
        return Next.call(m, SplitFolio.PROGRAM, SplitFolio.Locals.of(l.entry.pfn()), UNLOCK_SPLIT, l);
    }

    static Next<Locals> unlockSplit(Machine m, ThreadId self, Locals l, Boolean split) {
        return Next.go(Folio.unlock(m, self, l.entry.pfn()), split ? PUT_SPLIT : PUT_UNSPLIT, l);
    }

    static Next<Locals> putSplit(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(m, self, l.entry.pfn()), MAP_PTE, l.withEntry(MigratePfn.NONE));
    }

    /** If it cannot be split it must be passed over: looking again would find it as it was, for ever. */
    static Next<Locals> putUnsplit(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(m, self, l.entry.pfn()), SKIP, l.withEntry(MigratePfn.NONE));
    }

    static Next<Locals> skip(Machine m, ThreadId self, Locals l) {
        return Next.done(m, MigrateVmaCollect.skip(l.args, l.from, l.to));
    }

    /** __pte_offset_map(), first half of pte_offset_map_lock(): a look at the pmd under RCU; without a table, start again. */
    static Next<Locals> mapPte(Machine m, ThreadId self, Locals l) {
        int table = PteOffsetMap.table(m, l.args.process(), l.va());
        return table == PteOffsetMap.NULL
                ? PteOffsetMap.clearBad(m, l.args.process(), l.va(), to -> Next.go(to, READ_PMD, l))
                : Next.next(Rcu.readLock(m, self), l.withTable(table));
    }

    /** The lock of the table that was looked at, whether it is in use any more or not. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        if (l.table < 0) {
            return PteOffsetMap.lock(
                    m,
                    self,
                    l.args.process(),
                    l.va(),
                    (locked, table) -> Next.go(locked, READ_PTE, l.withTable(table)),
                    to -> Next.go(to, READ_PMD, l));
        }
        return Ptl.take(m, self, l.table, l);
    }

    /** The second look of pte_offset_map_lock(): it takes the lock of the wrong table back and maps again. */
    static Next<Locals> recheckPmd(Machine m, ThreadId self, Locals l) {
        Machine left = Rcu.readUnlock(m, self);
        return PteOffsetMap.isStill(m, l.args.process(), l.va(), l.table)
                ? Next.next(left, l)
                : Next.go(Rcu.readUnlock(Ptl.unlock(m, self, l.table), self), MAP_PTE, l.withTable(-1));
    }

    /** Which ptes are candidates. The value is not kept: hardware may still set bits in it until it is cleared. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        MigrateVma args = l.args;
        Pte pte = m.pte(args.process(), l.va());
        if (pte.isNone()) {
            return Next.go(m, NEXT_PTE, MigrateVmaCollect.hole(m, args.process(), l.va()) ? hole(l) : skip(l));
        }
        if (pte instanceof Pte.Present present) {
            if (present.pfn() == m.zeroPage()) {
                return Next.go(m, NEXT_PTE, args.selectSystem() ? hole(l) : skip(l));
            }
            if (selects(m, args, present.pfn())) {
                return Next.next(m, l.withEntry(MigratePfn.collected(present.pfn(), present.writable())));
            }
        } else if (pte instanceof Pte.DevicePrivate device) {
            if (args.selectDevicePrivate()
                    && m.config().ownerOf(device.pfn()) == args.owner()
                    && m.page(device.pfn()).isAnon()) {
                return Next.next(m, l.withEntry(MigratePfn.collected(device.pfn(), device.writable())));
            }
        } else if (!(pte instanceof Pte.Swap)
                && !(pte instanceof Pte.Migration)
                && !(pte instanceof Pte.DeviceExclusive)) {
            throw Bug.notModelled("collecting " + pte);
        }
        return Next.go(m, NEXT_PTE, l.store(MigratePfn.NONE, false));
    }

    private static Locals hole(Locals l) {
        return l.store(MigratePfn.HOLE, true);
    }

    private static Locals skip(Locals l) {
        return l.store(MigratePfn.NONE, false);
    }

    /** System memory, or coherent memory of the device itself; what has no mapping is on its way to be free. */
    private static boolean selects(Machine m, MigrateVma args, int pfn) {
        Page page = m.page(pfn);
        boolean asked = page.isDevice()
                ? args.selectDeviceCoherent() && m.config().ownerOf(pfn) == args.owner()
                : args.selectSystem();
        return asked && page.hasMapping() && !page.isHuge();
    }

    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.get(m, self, l.entry.pfn()), l);
    }

    /** Never a wait: the PTL is held, and others hold folio locks while they wait for it. A faulting thread has its page locked. */
    static Next<Locals> trylockFolio(Machine m, ThreadId self, Locals l) {
        int pfn = l.entry.pfn();
        if (pfn == l.args.faultPage()) {
            return Next.next(m, l);
        }
        return Folio.canLock(m, pfn) ? Next.next(Folio.lock(m, self, pfn), l) : Next.go(m, PUT_FOLIO, l);
    }

    /** ptep_get_and_clear(): read and clear are one act, so the value has every store that went through this pte. */
    static Next<Locals> clearPte(Machine m, ThreadId self, Locals l) {
        Pte old = m.pte(l.args.process(), l.va());
        boolean exclusive = m.page(l.entry.pfn()).exclusive();
        Machine cleared = m.withPte(l.args.process(), l.va(), Pte.NONE);
        return Next.go(cleared, exclusive ? FLUSH_EXCLUSIVE : COPY_DIRTY, l.withPte(old, exclusive));
    }

    /** ptep_clear_flush() for exclusive folios; what was not present is in no TLB. */
    static Next<Locals> flushExclusive(Machine m, ThreadId self, Locals l) {
        return Next.next(l.pte.isPresent() ? Tlb.flushPage(m, l.args.process(), l.va()) : m, l);
    }

    /** Only now, with the pte gone, a pin that is not seen here cannot come any more: GUP-fast looks at the pte once again. */
    static Next<Locals> testPinned(Machine m, ThreadId self, Locals l) {
        boolean pinned = l.pte.isPresent() && !Rmap.canShare(m.page(l.entry.pfn()));
        return pinned ? Next.go(m, RESTORE_PTE, l) : Next.next(m, l);
    }

    static Next<Locals> clearExclusive(Machine m, ThreadId self, Locals l) {
        int pfn = l.entry.pfn();
        return Next.next(m.withPage(pfn, m.page(pfn).withExclusive(false)), l);
    }

    /** folio_mark_dirty() for the D bit of the cleared value: the pte that knew of the store is gone. */
    static Next<Locals> copyDirty(Machine m, ThreadId self, Locals l) {
        int pfn = l.entry.pfn();
        boolean dirty = l.pte instanceof Pte.Present p && p.dirty();
        return Next.next(dirty ? m.withPage(pfn, m.page(pfn).withDirty(true)) : m, l);
    }

    static Next<Locals> setEntry(Machine m, ThreadId self, Locals l) {
        Pte.Migration.Kind kind = l.entry.write()
                ? Pte.Migration.Kind.WRITE
                : l.exclusive ? Pte.Migration.Kind.READ_EXCLUSIVE : Pte.Migration.Kind.READ;
        Pte entry = entryFor(l.pte, l.entry.pfn(), kind);
        return Next.next(m.withPte(l.args.process(), l.va(), entry), l);
    }

    private static Pte entryFor(Pte old, int pfn, Pte.Migration.Kind kind) {
        if (old instanceof Pte.Present p) {
            return new Pte.Migration(pfn, kind, p.young(), p.dirty(), p.softDirty(), p.uffdWp());
        }
        if (old instanceof Pte.DevicePrivate d) {
            return new Pte.Migration(pfn, kind, false, false, d.softDirty(), d.uffdWp());
        }
        throw new Bug("migration entry", "for " + old);
    }

    /** folio_remove_rmap_pte() and the put of the pte's reference; collect's own remains. */
    static Next<Locals> removeRmap(Machine m, ThreadId self, Locals l) {
        int pfn = l.entry.pfn();
        Machine removed = Folio.refSub(Rmap.remove(m, l.args.process(), l.va(), pfn), pfn, 1);
        boolean present = l.pte.isPresent();
        return Next.next(removed, l.withUnmapped(l.unmapped || present).store(l.entry, true));
    }

    static Next<Locals> nextPte(Machine m, ThreadId self, Locals l) {
        return Next.go(m, l.va() < l.to ? READ_PTE : l.unmapped ? FLUSH_TLB : UNLOCK_PTL, l);
    }

    /** Before the lock goes: whoever finds the entry takes it for granted that no CPU can reach the page any more. */
    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        return Next.next(Tlb.flushRange(m, l.args.process(), l.from, l.to), l.withUnmapped(false));
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.done(Ptl.unlock(m, self, l.table), l.args);
    }

    /** A pinned folio stays: the cleared value goes back, with the bits that hardware had set. */
    static Next<Locals> restorePte(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPte(l.args.process(), l.va(), l.pte), l.withPte(Pte.NONE, false));
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.entry.pfn());
        boolean ours = l.entry.pfn() != l.args.faultPage() && page.isLocked();
        return Next.next(ours ? Folio.unlock(m, self, l.entry.pfn()) : m, l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(m, self, l.entry.pfn()), NEXT_PTE, l.store(MigratePfn.NONE, false));
    }
}
