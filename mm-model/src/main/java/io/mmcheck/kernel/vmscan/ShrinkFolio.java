package io.mmcheck.kernel.vmscan;

import static io.mmcheck.kernel.vmscan.ShrinkFolio.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.kernel.rmap.TryToUnmap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.kernel.shmem.PageCache;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.kernel.swapfile.SwapSlots;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/vmscan.c, shrink_folio_list() for one isolated folio, anonymous or of a file in memory, ignoring its references: unmap it, write it if it is dirty,
 * drop it if it is clean. The caller's isolation reference goes only if the folio is freed. Results are {@link Result}s.
 */
public final class ShrinkFolio {
    public enum At {
        TRYLOCK_FOLIO,
        TEST_EVICTABLE,
        TEST_WRITEBACK,
        TEST_SWAP,
        ADD_TO_SWAP,
        DIRTY_NEW_SWAP,
        UNMAP,
        TEST_UNMAPPED,
        TEST_PINNED,
        TEST_DIRTY,
        FLUSH_DIRTY,
        TEST_REFERENCES,
        CLEAR_DIRTY,
        WRITEPAGE_SHMEM,
        FREE_SWAP,
        START_WRITEBACK,
        UNLOCK_WRITTEN,
        WRITE_SYNC,
        RELOCK_FOLIO,
        FREEZE,
        TEST_DIRTY_FROZEN,
        REMOVE_MAPPING,
        UNLOCK_FREED,
        FLUSH_FREED,
        FREE,
        GIVE_SLOT_BACK,
        UNLOCK_KEPT,
        FLUSH_KEPT
    }

    /** What became of the folio. */
    public enum Result {
        /** Its frame is free. */
        FREED,
        /** It stays: the caller puts it back. */
        KEPT,
        /** Its write has been started and not finished: the caller puts it back, and the write ends later. */
        WRITING
    }

    /**
     * @param pfn the folio, on no LRU list; the isolation is one reference
     * @param flush what has been unmapped without a flush
     * @param writing whether a write has been started that ends later
     */
    public record Locals(int pfn, Unflushed flush, boolean writing) {
        public static Locals of(int pfn) {
            return new Locals(pfn, Unflushed.NONE, false);
        }

        Locals withFlush(Unflushed now) {
            return new Locals(pfn, now, writing);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("shrink_folio_list")
            .at(TRYLOCK_FOLIO, ShrinkFolio::trylock)
            .at(TEST_EVICTABLE, ShrinkFolio::testEvictable)
            .at(TEST_WRITEBACK, ShrinkFolio::testWriteback)
            .at(TEST_SWAP, ShrinkFolio::testSwap)
            .at(ADD_TO_SWAP, ShrinkFolio::addToSwap)
            .at(DIRTY_NEW_SWAP, ShrinkFolio::dirtyNewSwap)
            .at(UNMAP, ShrinkFolio::unmap)
            .atReturn(TEST_UNMAPPED, ShrinkFolio::testUnmapped)
            .at(TEST_PINNED, ShrinkFolio::testPinned)
            .at(TEST_DIRTY, ShrinkFolio::testDirty)
            .at(FLUSH_DIRTY, ShrinkFolio::flushDirty)
            .at(TEST_REFERENCES, ShrinkFolio::testReferences)
            .at(CLEAR_DIRTY, ShrinkFolio::clearDirty)
            .at(WRITEPAGE_SHMEM, ShrinkFolio::writepageShmem)
            .at(FREE_SWAP, ShrinkFolio::freeSwap)
            .at(START_WRITEBACK, ShrinkFolio::startWriteback)
            .at(UNLOCK_WRITTEN, ShrinkFolio::unlockWritten)
            .at(WRITE_SYNC, ShrinkFolio::writeSync)
            .at(RELOCK_FOLIO, ShrinkFolio::relock)
            .at(FREEZE, ShrinkFolio::freeze)
            .at(TEST_DIRTY_FROZEN, ShrinkFolio::testDirtyFrozen)
            .at(REMOVE_MAPPING, ShrinkFolio::removeMapping)
            .at(UNLOCK_FREED, ShrinkFolio::unlockFreed)
            .at(FLUSH_FREED, ShrinkFolio::flush)
            .at(FREE, ShrinkFolio::free)
            .at(GIVE_SLOT_BACK, ShrinkFolio::giveSlotBack)
            .at(UNLOCK_KEPT, ShrinkFolio::unlockKept)
            .at(FLUSH_KEPT, ShrinkFolio::keep);

    private ShrinkFolio() {}

    static Next<Locals> trylock(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.pfn) ? Next.next(Folio.lock(m, self, l.pfn), l) : Next.go(m, FLUSH_KEPT, l);
    }

    static Next<Locals> testEvictable(Machine m, ThreadId self, Locals l) {
        return m.page(l.pfn).mlocked() ? Next.go(m, GIVE_SLOT_BACK, l) : Next.next(m, l);
    }

    /** Somebody else is writing it: reclaim does not wait here. */
    static Next<Locals> testWriteback(Machine m, ThreadId self, Locals l) {
        return m.page(l.pfn).writeback() ? Next.go(m, GIVE_SLOT_BACK, l) : Next.next(m, l);
    }

    /** An anonymous folio that is not lazyfree needs a slot, if it has none. A pinned one would only be mapped again. */
    static Next<Locals> testSwap(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        if (!page.swapBacked() || page.inSwapCache() || page.isFile()) {
            return Next.go(m, UNMAP, l);
        }
        return page.maybePinned() ? Next.go(m, UNLOCK_KEPT, l) : Next.next(m, l);
    }

    static Next<Locals> addToSwap(Machine m, ThreadId self, Locals l) {
        int slot = SwapSlots.lowestFree(m);
        return slot < 0 ? Next.go(m, GIVE_SLOT_BACK, l) : Next.next(SwapCache.add(m, l.pfn, slot), l);
    }

    /** The slot has no content yet: a clean folio in it would be dropped without a write. */
    static Next<Locals> dirtyNewSwap(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withDirty(true)), l);
    }

    static Next<Locals> unmap(Machine m, ThreadId self, Locals l) {
        return m.page(l.pfn).isMapped()
                ? Next.call(m, TryToUnmap.PROGRAM, TryToUnmap.Locals.of(l.pfn, l.flush), TEST_UNMAPPED, l)
                : Next.go(m, TEST_PINNED, l);
    }

    static Next<Locals> testUnmapped(Machine m, ThreadId self, Locals l, Unflushed flush) {
        Locals known = l.withFlush(flush);
        return m.page(l.pfn).isMapped() ? Next.go(m, GIVE_SLOT_BACK, known) : Next.next(m, known);
    }

    /** Only pins from before the unmapping count: nobody can take a new one without a pte. */
    static Next<Locals> testPinned(Machine m, ThreadId self, Locals l) {
        return m.page(l.pfn).maybePinned() ? Next.go(m, GIVE_SLOT_BACK, l) : Next.next(m, l);
    }

    static Next<Locals> testDirty(Machine m, ThreadId self, Locals l) {
        return m.page(l.pfn).dirty() ? Next.next(m, l) : Next.go(m, FREEZE, l);
    }

    /** try_to_unmap_flush_dirty(), before the write: a store through a stale TLB entry would miss it and leave no trace. */
    static Next<Locals> flushDirty(Machine m, ThreadId self, Locals l) {
        return l.flush.dirty() ? Next.next(l.flush.flush(m), l.withFlush(Unflushed.NONE)) : Next.next(m, l);
    }

    /** pageout(): a folio with other users than us and the swap cache would not be freed, so it is not written either. */
    static Next<Locals> testReferences(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        return (page.inSwapCache() || page.isFile()) && page.refs() == 2 ? Next.next(m, l) : Next.go(m, UNLOCK_KEPT, l);
    }

    /** folio_clear_dirty_for_io(), before the write: who dirties the folio from now on is written another time. */
    static Next<Locals> clearDirty(Machine m, ThreadId self, Locals l) {
        Machine clean = m.withPage(l.pfn, m.page(l.pfn).withDirty(false));
        return Next.go(clean, m.page(l.pfn).isFile() ? WRITEPAGE_SHMEM : FREE_SWAP, l);
    }

    /** shmem_writepage(): a page of a file moves to the swap cache; without a slot it stays, dirty. */
    static Next<Locals> writepageShmem(Machine m, ThreadId self, Locals l) {
        int slot = SwapSlots.lowestFree(m);
        return slot < 0
                ? Next.go(m.withPage(l.pfn, m.page(l.pfn).withDirty(true)), UNLOCK_KEPT, l)
                : Next.next(PageCache.toSwap(m, l.pfn, slot), l);
    }

    /** swap_writepage(): when the last swap pte has gone in the meantime there is nothing to write for. */
    static Next<Locals> freeSwap(Machine m, ThreadId self, Locals l) {
        return SwapCache.canFreeSwap(m, l.pfn)
                ? Next.go(SwapCache.freeSwap(m, l.pfn), UNLOCK_KEPT, l)
                : Next.next(m, l);
    }

    static Next<Locals> startWriteback(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.pfn, m.page(l.pfn).withWriteback(true)), l);
    }

    /** Swap on a disk writes behind our back: the folio is put back meanwhile. */
    static Next<Locals> unlockWritten(Machine m, ThreadId self, Locals l) {
        Machine unlocked = Folio.unlock(m, self, l.pfn);
        return m.config().swapCacheKept()
                ? Next.go(unlocked, FLUSH_KEPT, new Locals(l.pfn, l.flush, true))
                : Next.next(unlocked, l);
    }

    /** Swap on a memory device (SWP_SYNCHRONOUS_IO): the write is over before pageout() returns. */
    static Next<Locals> writeSync(Machine m, ThreadId self, Locals l) {
        return Next.call(m, EndSwapWrite.PROGRAM, new EndSwapWrite.Locals(l.pfn), RELOCK_FOLIO, l);
    }

    static Next<Locals> relock(Machine m, ThreadId self, Locals l) {
        if (!Folio.canLock(m, l.pfn)) {
            return Next.go(m, FLUSH_KEPT, l);
        }
        Machine locked = Folio.lock(m, self, l.pfn);
        Page page = m.page(l.pfn);
        return page.dirty() || page.writeback() ? Next.go(locked, UNLOCK_KEPT, l) : Next.next(locked, l);
    }

    /**
     * __remove_mapping(), folio_ref_freeze(): exactly the isolation and the swap cache hold it (a lazyfree folio: the
     * isolation alone), and from here on nobody else can.
     */
    static Next<Locals> freeze(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        boolean lazyfree = !page.swapBacked();
        if (page.refs() != (lazyfree ? 1 : 2) || !lazyfree && !page.inSwapCache() && !page.isFile()) {
            return Next.go(m, UNLOCK_KEPT, l);
        }
        Machine frozen = m.withPage(l.pfn, page.withRefs(0));
        return lazyfree ? Next.go(frozen, UNLOCK_FREED, l) : Next.next(frozen, l);
    }

    /**
     * The dirty flag, after the freeze: whoever dirtied the folio did so before he dropped his reference. Tested before the
     * freeze, a store in between would be lost.
     */
    static Next<Locals> testDirtyFrozen(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pfn);
        return page.dirty() ? Next.go(m.withPage(l.pfn, page.withRefs(2)), UNLOCK_KEPT, l) : Next.next(m, l);
    }

    static Next<Locals> removeMapping(Machine m, ThreadId self, Locals l) {
        return Next.next(m.page(l.pfn).isFile() ? PageCache.remove(m, l.pfn) : SwapCache.remove(m, l.pfn), l);
    }

    static Next<Locals> unlockFreed(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn), l);
    }

    /** try_to_unmap_flush(), before the frame is given to somebody else. */
    static Next<Locals> flush(Machine m, ThreadId self, Locals l) {
        return Next.next(l.flush.flush(m), l.withFlush(Unflushed.NONE));
    }

    static Next<Locals> free(Machine m, ThreadId self, Locals l) {
        return Next.done(PageAlloc.free(m.withPage(l.pfn, m.page(l.pfn).withLru(Lru.OFF)), l.pfn), Result.FREED);
    }

    /** activate_locked: a folio that stays in memory needs its slot no more, when slots are short or it is mlocked. */
    static Next<Locals> giveSlotBack(Machine m, ThreadId self, Locals l) {
        boolean gives = SwapSlots.full(m) || m.page(l.pfn).mlocked();
        return Next.next(gives ? SwapCache.freeSwap(m, l.pfn) : m, l);
    }

    static Next<Locals> unlockKept(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn), l);
    }

    static Next<Locals> keep(Machine m, ThreadId self, Locals l) {
        return Next.done(l.flush.flush(m), l.writing ? Result.WRITING : Result.KEPT);
    }
}
