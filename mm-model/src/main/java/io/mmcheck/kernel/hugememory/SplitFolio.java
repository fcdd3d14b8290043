package io.mmcheck.kernel.hugememory;

import static io.mmcheck.kernel.hugememory.SplitFolio.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migrate.RemoveMigrationPte;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.kernel.rmap.TryToMigrateOne;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/huge_memory.c, split_folio(), that is split_huge_page_to_list_to_order(): a huge folio becomes as many small ones, if the
 * caller, who has it locked and holds one reference, is its only user but for page tables. All mappings become migration entries,
 * the references are frozen, and the mappings come back, whether it worked or not. Returns whether it did; the head stays locked
 * and referenced, the others are given back.
 */
public final class SplitFolio {
    public enum At {
        GET_ANON_VMA,
        LOCK_ANON_VMA,
        CHECK_REFS,
        UNMAP_NEXT,
        UNMAPPED_ONE,
        FREEZE,
        SPLIT_PAGES,
        REMAP_NEXT,
        UNLOCK_TAILS,
        UNLOCK_ANON_VMA,
        PUT_ANON_VMA
    }

    /**
     * What it remembers.
     *
     * @param head the folio
     * @param anonVma the anon_vma that is held and locked for writing, or -1
     * @param here the mapping that was visited last
     * @param i the page whose mappings come back, or that is given back
     * @param success whether it is split
     */
    public record Locals(int head, int anonVma, Rmap.Mapping here, int i, boolean success) {
        public static Locals of(int head) {
            return new Locals(head, -1, Rmap.Mapping.FIRST, 0, false);
        }

        Locals at(Rmap.Mapping mapping) {
            return new Locals(head, anonVma, mapping, i, success);
        }

        Locals page(int nth) {
            return new Locals(head, anonVma, Rmap.Mapping.FIRST, nth, success);
        }

        Locals done() {
            return new Locals(head, anonVma, Rmap.Mapping.FIRST, 0, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("split_huge_page_to_list")
            .at(GET_ANON_VMA, SplitFolio::getAnonVma)
            .at(LOCK_ANON_VMA, SplitFolio::lockAnonVma)
            .at(CHECK_REFS, SplitFolio::checkRefs)
            .at(UNMAP_NEXT, SplitFolio::unmapNext)
            .atReturn(UNMAPPED_ONE, SplitFolio::unmappedOne)
            .at(FREEZE, SplitFolio::freeze)
            .at(SPLIT_PAGES, SplitFolio::splitPages)
            .at(REMAP_NEXT, SplitFolio::remapNext)
            .at(UNLOCK_TAILS, SplitFolio::unlockTails)
            .at(UNLOCK_ANON_VMA, SplitFolio::unlockAnonVma)
            .at(PUT_ANON_VMA, SplitFolio::putAnonVma);

    private SplitFolio() {}

    /** folio_get_anon_vma(): none for a folio that is not mapped any more, and then it is busy (-EBUSY). */
    static Next<Locals> getAnonVma(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.head);
        if (m.folioMapcount(l.head) == 0 || !page.isAnon()) {
            return Next.done(m, false);
        }
        return Next.next(AnonVmas.get(m, self, page.anonVma()), new Locals(l.head, page.anonVma(), l.here, 0, false));
    }

    static Next<Locals> lockAnonVma(Machine m, ThreadId self, Locals l) {
        if (!AnonVmas.lock(m, l.anonVma).canWrite()) {
            return Next.blocked("the lock of anon_vma " + l.anonVma);
        }
        Machine locked =
                AnonVmas.withLock(m, l.anonVma, AnonVmas.lock(m, l.anonVma).write(self));
        return Next.<Locals>next(locked, l)
                .saying(new Acquired(
                        LockClass.ANON_VMA, m.anonVmas().get(l.anonVma).root()));
    }

    /** can_split_folio(): page tables, and the caller's one reference. The look is early: it saves the work. */
    static Next<Locals> checkRefs(Machine m, ThreadId self, Locals l) {
        boolean can = m.page(l.head).refs() == m.folioMapcount(l.head) + 1;
        return Next.go(m, can ? UNMAP_NEXT : UNLOCK_ANON_VMA, l);
    }

    /** unmap_folio(): a huge pmd is split into migration entries at once (TTU_SPLIT_HUGE_PMD). */
    static Next<Locals> unmapNext(Machine m, ThreadId self, Locals l) {
        Rmap.Mapping next = m.folioMapcount(l.head) == 0 ? null : Rmap.after(m, l.head, l.here);
        if (next == null) {
            return Next.go(m, FREEZE, l.page(0));
        }
        int page = l.head + Rmap.nthAt(m, l.head, next);
        return Next.call(
                m,
                TryToMigrateOne.PROGRAM,
                TryToMigrateOne.Locals.splitting(page, next.process(), next.va()),
                UNMAPPED_ONE,
                l.at(next));
    }

    static Next<Locals> unmappedOne(Machine m, ThreadId self, Locals l, Boolean goOn) {
        return Next.go(m, goOn ? UNMAP_NEXT : FREEZE, goOn ? l : l.page(0));
    }

    /** folio_ref_freeze(1): from here on nobody can take a reference; if somebody has one, everything is undone. */
    static Next<Locals> freeze(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.head);
        return page.refs() == 1 ? Next.next(m.withPage(l.head, page.withRefs(0)), l) : Next.go(m, REMAP_NEXT, l);
    }

    /** __split_huge_page() up to the unfreezing: each page is a folio of its own, locked, with one reference of ours. */
    static Next<Locals> splitPages(Machine m, ThreadId self, Locals l) {
        Page head = m.page(l.head);
        Machine split = m;
        for (int i = 1; i < m.folioSize(l.head); i++) {
            Page tail = m.page(l.head + i)
                    .withNth(-1)
                    .withUptodate(head.uptodate())
                    .withDirty(head.dirty())
                    .withSwapBacked(head.swapBacked())
                    .withMlocked(head.mlocked())
                    .withLru(head.lru())
                    .withLockedBy(self.index())
                    .withHeld(self, 1);
            split = split.withPage(l.head + i, tail);
        }
        return Next.next(split.withPage(l.head, head.withNth(-1).withRefs(1)), l.done());
    }

    /** remap_page(): what was mapped is mapped again, page by page. */
    static Next<Locals> remapNext(Machine m, ThreadId self, Locals l) {
        if (l.i == m.config().ptesPerTable()) {
            return Next.go(m, l.success ? UNLOCK_TAILS : UNLOCK_ANON_VMA, l.page(1));
        }
        Rmap.Mapping next = Rmap.afterPage(m, l.head + l.i, l.here);
        return next == null
                ? Next.go(m, REMAP_NEXT, l.page(l.i + 1))
                : Next.call(
                        m,
                        RemoveMigrationPte.PROGRAM,
                        RemoveMigrationPte.Locals.of(l.head + l.i, l.head + l.i, next.process(), next.va()),
                        REMAP_NEXT,
                        l.at(next));
    }

    /** Our lock and our reference of each page but the head; one that nobody maps is freed with it. */
    static Next<Locals> unlockTails(Machine m, ThreadId self, Locals l) {
        if (l.i == m.config().ptesPerTable()) {
            return Next.next(m, l.page(0));
        }
        Machine unlocked = Folio.unlock(m, self, l.head + l.i);
        return Next.go(Folio.put(unlocked, self, l.head + l.i), UNLOCK_TAILS, l.page(l.i + 1));
    }

    static Next<Locals> unlockAnonVma(Machine m, ThreadId self, Locals l) {
        return Next.next(
                AnonVmas.withLock(m, l.anonVma, AnonVmas.lock(m, l.anonVma).release(self)), l.page(0));
    }

    static Next<Locals> putAnonVma(Machine m, ThreadId self, Locals l) {
        return Next.done(AnonVmas.put(m, self, l.anonVma), l.success);
    }
}
