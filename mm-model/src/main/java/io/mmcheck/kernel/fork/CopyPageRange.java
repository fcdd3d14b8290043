package io.mmcheck.kernel.fork;

import static io.mmcheck.kernel.fork.CopyPageRange.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.hugememory.HugePmd;
import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.memory.PteRange;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.memory.RestoreExclusivePte;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swapfile.SwapSlots;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.machine.event.Copied;
import io.mmcheck.machine.event.ForkCopied;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/memory.c, copy_page_range(), copy_pte_range(), copy_present_ptes() and copy_nonpresent_pte(): the ptes of one VMA, under
 * both page table locks. Returns whether there was memory enough.
 */
public final class CopyPageRange {
    public enum At {
        NEXT_TABLE,
        ALLOC_CHILD_TABLE,
        LOCK_CHILD_PTL,
        LOCK_PARENT_PTL,
        READ_PTE,
        RESTORE_EXCLUSIVE,
        DUP_RMAP,
        PROTECT_PARENT,
        SET_CHILD_PTE,
        COPY_SWAP,
        COPY_MIGRATION,
        COPY_DEVICE_PRIVATE,
        COPY_PINNED_PAGE,
        NEXT_PTE,
        UNLOCK_PTLS,
        PREALLOC_PAGE,
        COPY_HUGE_PMD,
        UNLOCK_PMDS
    }

    /**
     * @param va the address at hand
     * @param spare a page to copy a pinned one to, or -1
     * @param needsSpare whether the locks are dropped to allocate one
     * @param failed whether the locks are dropped because a device-exclusive page could not be locked
     */
    public record Locals(int parent, int child, int va, int to, int spare, boolean needsSpare, boolean failed) {
        static Locals of(int parent, int child, int from, int to) {
            return new Locals(parent, child, from, to, -1, false, false);
        }

        Locals at(int next) {
            return new Locals(parent, child, next, to, spare, needsSpare, failed);
        }

        Locals withSpare(int pfn, boolean needs) {
            return new Locals(parent, child, va, to, pfn, needs, failed);
        }

        Locals withFailed() {
            return new Locals(parent, child, va, to, spare, needsSpare, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("copy_page_range")
            .at(NEXT_TABLE, CopyPageRange::nextTable)
            .at(ALLOC_CHILD_TABLE, CopyPageRange::allocChildTable)
            .at(LOCK_CHILD_PTL, CopyPageRange::lockChildPtl)
            .at(LOCK_PARENT_PTL, CopyPageRange::lockParentPtl)
            .at(READ_PTE, CopyPageRange::readPte)
            .at(RESTORE_EXCLUSIVE, CopyPageRange::restoreExclusive)
            .at(DUP_RMAP, CopyPageRange::dupRmap)
            .at(PROTECT_PARENT, CopyPageRange::protectParent)
            .at(SET_CHILD_PTE, CopyPageRange::setChildPte)
            .at(COPY_SWAP, CopyPageRange::copySwap)
            .at(COPY_MIGRATION, CopyPageRange::copyMigration)
            .at(COPY_DEVICE_PRIVATE, CopyPageRange::copyDevicePrivate)
            .at(COPY_PINNED_PAGE, CopyPageRange::copyPinnedPage)
            .at(NEXT_PTE, CopyPageRange::nextPte)
            .at(UNLOCK_PTLS, CopyPageRange::unlockPtls)
            .at(PREALLOC_PAGE, CopyPageRange::preallocPage)
            .at(COPY_HUGE_PMD, CopyPageRange::copyHugePmd)
            .at(UNLOCK_PMDS, CopyPageRange::unlockPmds);

    private CopyPageRange() {}

    static Next<Locals> nextTable(Machine m, ThreadId self, Locals l) {
        int va = PteRange.firstWithTable(m, l.parent, l.va, l.to);
        Next<Locals> next;
        if (va < l.to) {
            Pmd pmd = m.pmd(l.parent, va);
            boolean huge = pmd.isTransHuge() || pmd instanceof Pmd.Migration;
            next = huge ? Next.go(m, COPY_HUGE_PMD, l.at(va)) : Next.next(m, l.at(va));
        } else {
            next = Next.done(l.spare < 0 ? m : Folio.put(m, self, l.spare), true);
        }
        for (int hole = l.va; hole < va; hole++) {
            next = next.saying(new ForkCopied(l.parent, l.child, hole));
        }
        return next;
    }

    static Next<Locals> allocChildTable(Machine m, ThreadId self, Locals l) {
        if (!m.pmd(l.child, l.va).isNone()) {
            return Next.next(m, l);
        }
        if (PteAlloc.mustWait(m, l.child, l.va)) {
            return Next.blocked(PmdLock.waitFor(m, l.child));
        }
        Machine without = l.spare < 0 ? m : Folio.put(m, self, l.spare);
        return Next.choose(
                Next.alternative("allocated", Next.next(PteAlloc.alloc(m, l.child, l.va), l)),
                Next.alternative("allocation fails", Next.done(without, false)));
    }

    static Next<Locals> lockChildPtl(Machine m, ThreadId self, Locals l) {
        return lock(m, self, l, m.tableOf(l.child, l.va));
    }

    /** Nested: the child's lock first, then the parent's. Nobody who holds a parent's lock waits for a child's. */
    static Next<Locals> lockParentPtl(Machine m, ThreadId self, Locals l) {
        if (PteOffsetMap.table(m, l.parent, l.va) == PteOffsetMap.NULL) {
            Machine unlocked = Ptl.unlock(m, self, m.tableOf(l.child, l.va));
            return PteOffsetMap.clearBad(unlocked, l.parent, l.va, to -> Next.go(to, NEXT_TABLE, l));
        }
        return lock(m, self, l, m.tableOf(l.parent, l.va));
    }

    private static Next<Locals> lock(Machine m, ThreadId self, Locals l, int table) {
        return Ptl.isFree(m, table)
                ? Next.next(Ptl.lock(m, self, table), l).saying(new Acquired(LockClass.PTL, table))
                : Next.blocked(Ptl.waitFor(m, table));
    }

    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.parent, l.va);
        if (pte.isNone()) {
            return Next.<Locals>go(m, NEXT_PTE, l).saying(new ForkCopied(l.parent, l.child, l.va));
        } else if (pte instanceof Pte.Swap) {
            return Next.go(m, COPY_SWAP, l);
        } else if (pte instanceof Pte.Migration) {
            return Next.go(m, COPY_MIGRATION, l);
        } else if (pte instanceof Pte.DevicePrivate) {
            return Next.go(m, COPY_DEVICE_PRIVATE, l);
        } else if (pte instanceof Pte.DeviceExclusive) {
            return Next.go(m, RESTORE_EXCLUSIVE, l);
        } else if (pte instanceof Pte.Present present) {
            if (m.page(present.pfn()).kind() == PageKind.ZERO) {
                return Next.go(m, PROTECT_PARENT, l);
            }
            if (Rmap.canDup(m, l.parent, present.pfn())) {
                return Next.go(m, DUP_RMAP, l);
            }
            return l.spare >= 0 ? Next.go(m, COPY_PINNED_PAGE, l) : Next.go(m, UNLOCK_PTLS, l.withSpare(-1, true));
        }
        throw Bug.notModelled("fork of " + pte);
    }

    /**
     * try_restore_exclusive_pte(): copied as a present pte afterwards. Only a trylock, as page table locks are held: if somebody
     * else has the folio locked, the fork fails.
     */
    static Next<Locals> restoreExclusive(Machine m, ThreadId self, Locals l) {
        int pfn = ((Pte.DeviceExclusive) m.pte(l.parent, l.va)).pfn();
        return Folio.canLock(m, pfn)
                ? Next.go(RestoreExclusivePte.restore(m, l.parent, l.va), READ_PTE, l)
                : Next.go(m, UNLOCK_PTLS, l.withFailed());
    }

    /** folio_try_dup_anon_rmap_pte(): from here on nobody has the folio for himself; the write protection follows below. */
    static Next<Locals> dupRmap(Machine m, ThreadId self, Locals l) {
        int pfn = ((Pte.Present) m.pte(l.parent, l.va)).pfn();
        return Next.next(moreRss(Rmap.dup(Folio.get(m, self, pfn), pfn), l.child), l);
    }

    /** ptep_set_wrprotect(): atomic against the CPU that sets the dirty bit meanwhile. CPUs may write until the flush. */
    static Next<Locals> protectParent(Machine m, ThreadId self, Locals l) {
        Pte.Present pte = (Pte.Present) m.pte(l.parent, l.va);
        return Next.next(m.withPte(l.parent, l.va, pte.withWritable(false)), l);
    }

    /** The child's pte keeps the dirty bit and is old; userfaultfd does not watch the child. Its reference is the one that was just taken. */
    static Next<Locals> setChildPte(Machine m, ThreadId self, Locals l) {
        Pte.Present pte = (Pte.Present) m.pte(l.parent, l.va);
        Page page = m.page(pte.pfn());
        Machine counted = page.kind() == PageKind.ZERO
                ? m
                : m.withPage(m.head(pte.pfn()), m.folio(pte.pfn()).withLedger(self, -1));
        return copied(counted.withPte(l.child, l.va, pte.withYoung(false).withUffdWp(false)), l);
    }

    /** swap_duplicate(). A slot that two ptes name is nobody's exclusively. */
    static Next<Locals> copySwap(Machine m, ThreadId self, Locals l) {
        Pte.Swap swap = (Pte.Swap) m.pte(l.parent, l.va);
        Pte.Swap shared = new Pte.Swap(swap.slot(), false, swap.softDirty(), swap.uffdWp());
        Machine counted = SwapSlots.duplicate(m, swap.slot());
        return copied(counted.withPte(l.parent, l.va, shared).withPte(l.child, l.va, shared.markedUffdWp(false)), l);
    }

    /** An entry that was writable or exclusive is neither any more: two processes will share what it stands for. */
    static Next<Locals> copyMigration(Machine m, ThreadId self, Locals l) {
        Pte.Migration entry = ((Pte.Migration) m.pte(l.parent, l.va)).withKind(Pte.Migration.Kind.READ);
        Machine both = m.withPte(l.parent, l.va, entry).withPte(l.child, l.va, entry.markedUffdWp(false));
        return copied(moreRss(both, l.child), l);
    }

    /**
     * One reference and one mapping more; device pages cannot be pinned, so this never fails. An entry that loses its right to
     * write is made anew and loses soft-dirty with it.
     */
    static Next<Locals> copyDevicePrivate(Machine m, ThreadId self, Locals l) {
        Pte.DevicePrivate old = (Pte.DevicePrivate) m.pte(l.parent, l.va);
        Pte.DevicePrivate entry = old.writable() ? new Pte.DevicePrivate(old.pfn(), false, false, old.uffdWp()) : old;
        Machine counted = Rmap.dup(Folio.refAdd(m, entry.pfn(), 1), entry.pfn());
        Machine both = counted.withPte(l.parent, l.va, entry).withPte(l.child, l.va, entry.markedUffdWp(false));
        return copied(moreRss(both, l.child), l);
    }

    /**
     * copy_present_page(): a page that may be pinned for DMA stays the parent's, and the child gets a copy now: a copy at the
     * next write would separate the parent from its own DMA.
     */
    static Next<Locals> copyPinnedPage(Machine m, ThreadId self, Locals l) {
        Pte.Present pte = (Pte.Present) m.pte(l.parent, l.va);
        Page source = m.page(pte.pfn());
        Page spare = m.page(l.spare).withData(source.data()).withUptodate(true);
        Machine mapped = Rmap.addNewAnon(m.withPage(l.spare, spare), l.child, l.va, l.spare);
        Machine listed = LruBatch.add(mapped, self, l.spare);
        Machine counted = listed.withPage(l.spare, listed.page(l.spare).withLedger(self, -1));
        Vma vma = counted.mm(l.child).vma(l.va);
        boolean writable = vma != null && vma.writable();
        Pte child = new Pte.Present(l.spare, writable, true, true, true, false, pte.protNone());
        Machine set = moreRss(counted.withPte(l.child, l.va, child), l.child);
        return copied(set, l.withSpare(-1, false)).saying(new Copied(pte.pfn(), l.spare));
    }

    private static Next<Locals> copied(Machine m, Locals l) {
        return Next.<Locals>go(m, NEXT_PTE, l).saying(new ForkCopied(l.parent, l.child, l.va));
    }

    static Next<Locals> nextPte(Machine m, ThreadId self, Locals l) {
        Locals next = l.at(l.va + 1);
        return PteRange.nextIsInTable(m, l.va, l.to) ? Next.go(m, READ_PTE, next) : Next.next(m, next);
    }

    static Next<Locals> unlockPtls(Machine m, ThreadId self, Locals l) {
        int last = l.needsSpare || l.failed ? l.va : l.va - 1;
        Machine parent = Ptl.unlock(m, self, m.tableOf(l.parent, last));
        Machine both = Ptl.unlock(parent, self, m.tableOf(l.child, last));
        if (l.failed) {
            return Next.done(l.spare < 0 ? both : Folio.put(both, self, l.spare), false);
        }
        return l.needsSpare ? Next.next(both, l) : Next.go(both, NEXT_TABLE, l);
    }

    /** page_copy_prealloc(): allocate and charge without locks, then look at the pte again. */
    static Next<Locals> preallocPage(Machine m, ThreadId self, Locals l) {
        int pfn = PageAlloc.lowestFree(m);
        Next<Locals> fails = Next.done(m, false);
        if (pfn < 0) {
            return fails;
        }
        Machine allocated = PageAlloc.charge(PageAlloc.allocate(m, self, pfn), pfn);
        return Next.choose(
                Next.alternative("allocated", Next.go(allocated, NEXT_TABLE, l.withSpare(pfn, false))),
                Next.alternative("allocation fails", fails));
    }

    /**
     * copy_huge_pmd(), under both pmd locks, the child's first. A huge page that may be pinned is split, so that its small pages
     * can be copied one by one.
     */
    static Next<Locals> copyHugePmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.parent)) {
            return Next.blocked(PmdLock.waitFor(m, l.parent));
        }
        Pmd pmd = m.pmd(l.parent, l.va);
        int end = PteRange.pmdEnd(m, l.va, l.to);
        Machine locked = PmdLock.lock(PmdLock.lock(m, self, l.child), self, l.parent);
        Next<Locals> next;
        if (pmd instanceof Pmd.Huge huge) {
            if (!Rmap.canDup(m, l.parent, huge.pfn())) {
                return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.parent, l.va), NEXT_TABLE, l);
            }
            Pte.Present shared = huge.bits().withWritable(false);
            Machine counted = Rmap.dupPmd(Folio.refAdd(locked, huge.pfn(), 1), huge.pfn());
            Machine both = counted.withPmd(l.parent, l.va, new Pmd.Huge(shared))
                    .withPmd(l.child, l.va, new Pmd.Huge(shared.withYoung(false)));
            next = Next.go(HugePmd.rss(both, l.child, m.folioSize(huge.pfn())), UNLOCK_PMDS, l.at(end));
        } else if (pmd instanceof Pmd.Migration entry) {
            Pmd shared = new Pmd.Migration(entry.bits().withKind(Pte.Migration.Kind.READ));
            Machine both = locked.withPmd(l.parent, l.va, shared).withPmd(l.child, l.va, shared);
            next = Next.go(HugePmd.rss(both, l.child, m.folioSize(entry.pfn())), UNLOCK_PMDS, l.at(end));
        } else if (pmd instanceof Pmd.HugeZero) {
            next = Next.go(locked.withPmd(l.child, l.va, pmd), UNLOCK_PMDS, l.at(end));
        } else {
            return Next.go(m, NEXT_TABLE, l);
        }
        next = next.saying(PmdLock.acquired(l.child));
        for (int va = l.va; va < end; va++) {
            next = next.saying(new ForkCopied(l.parent, l.child, va));
        }
        return next;
    }

    static Next<Locals> unlockPmds(Machine m, ThreadId self, Locals l) {
        return Next.go(PmdLock.unlock(PmdLock.unlock(m, self, l.parent), self, l.child), NEXT_TABLE, l);
    }

    private static Machine moreRss(Machine m, int process) {
        Mm mm = m.mm(process);
        return m.withMm(process, mm.withRss(mm.rss() + 1));
    }
}
