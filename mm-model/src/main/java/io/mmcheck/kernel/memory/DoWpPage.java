package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.DoWpPage.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.swap.LruBatch;
import io.mmcheck.kernel.swapfile.SwapCache;
import io.mmcheck.machine.Lru;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.Objects;

/**
 * mm/memory.c, do_wp_page(): a store to a read-only anonymous page, or a pin that wants it exclusive. The caller holds the PTL
 * and has compared the pte; it is released here. The page is reused if it is exclusive, or if the pte is provably its only
 * user ({@code wp_can_reuse_anon_folio}); else it is copied ({@link WpPageCopy}).
 */
public final class DoWpPage {
    public enum At {
        TEST_EXCLUSIVE,
        DRAIN_LRU,
        TRYLOCK_FOLIO,
        FREE_SWAP,
        CHECK_REFS,
        MOVE_RMAP,
        UNLOCK_FOLIO,
        SET_EXCLUSIVE,
        REUSE_PTE,
        UNLOCK_PTL,
        GET_FOLIO,
        UNLOCK_PTL_TO_COPY,
        RETURN
    }

    /** The address, and the pte as it is. */
    public record Locals(int process, int va, boolean unshare, Pte.Present pte) {
        static Locals of(int process, int va, boolean unshare, Pte.Present pte) {
            return new Locals(process, va, unshare, pte);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_wp_page")
            .at(TEST_EXCLUSIVE, DoWpPage::testExclusive)
            .at(DRAIN_LRU, DoWpPage::drainLru)
            .at(TRYLOCK_FOLIO, DoWpPage::trylockFolio)
            .at(FREE_SWAP, DoWpPage::freeSwap)
            .at(CHECK_REFS, DoWpPage::checkRefs)
            .at(MOVE_RMAP, DoWpPage::moveRmap)
            .at(UNLOCK_FOLIO, DoWpPage::unlockFolio)
            .at(SET_EXCLUSIVE, DoWpPage::setExclusive)
            .at(REUSE_PTE, DoWpPage::reusePte)
            .at(UNLOCK_PTL, DoWpPage::unlockPtl)
            .at(GET_FOLIO, DoWpPage::getFolio)
            .at(UNLOCK_PTL_TO_COPY, DoWpPage::unlockPtlToCopy)
            .atReturn(RETURN, DoWpPage::returned);

    private DoWpPage() {}

    /** The early looks at the count only avoid the lock: what counts is {@link #checkRefs}. */
    static Next<Locals> testExclusive(Machine m, ThreadId self, Locals l) {
        if (l.pte.uffdWp() && !l.unshare) {
            return noticed(m, self, l);
        }
        int pfn = l.pte.pfn();
        Page page = m.page(pfn);
        if (pfn == m.zeroPage()) {
            return Next.go(m, UNLOCK_PTL_TO_COPY, l);
        }
        if (!page.isAnon()) {
            return writesFile(m, l);
        }
        if (page.exclusive()) {
            return Next.go(m, l.unshare ? UNLOCK_PTL : REUSE_PTE, l);
        }
        // a page of a huge folio is never reused: others may have references on its head
        if (page.isHuge() || page.refs() > 3) {
            return Next.go(m, GET_FOLIO, l);
        }
        return page.lru() == Lru.ON ? Next.go(m, TRYLOCK_FOLIO, l) : Next.next(m, l);
    }

    /** userfaultfd_wp_async(): the store is noticed by the protection being gone, and goes on. */
    private static Next<Locals> noticed(Machine m, ThreadId self, Locals l) {
        Pte.Present pte = l.pte.withUffdWp(false);
        return testExclusive(m.withPte(l.process, l.va, pte), self, new Locals(l.process, l.va, false, pte));
    }

    /** A page of a file: written to in a shared mapping, copied in a private one. */
    private static Next<Locals> writesFile(Machine m, Locals l) {
        Vma vma = Objects.requireNonNull(m.mm(l.process).vma(l.va));
        return vma.shared()
                ? Next.call(m, WpPageShared.PROGRAM, new WpPageShared.Locals(l.process, l.va, l.pte), RETURN, l)
                : Next.go(m, GET_FOLIO, l);
    }

    /** A reference from the batch of this CPU would look like a user; those of other CPUs cannot be told from users. */
    static Next<Locals> drainLru(Machine m, ThreadId self, Locals l) {
        return Next.next(LruBatch.drain(m, self.index()), l);
    }

    static Next<Locals> trylockFolio(Machine m, ThreadId self, Locals l) {
        int pfn = l.pte.pfn();
        boolean hopeless = m.page(pfn).refs() > 1 + (m.page(pfn).inSwapCache() ? 1 : 0);
        return hopeless || !Folio.canLock(m, pfn) ? Next.go(m, GET_FOLIO, l) : Next.next(Folio.lock(m, self, pfn), l);
    }

    static Next<Locals> freeSwap(Machine m, ThreadId self, Locals l) {
        return Next.next(SwapCache.freeSwap(m, l.pte.pfn()), l);
    }

    /** Under the folio lock, with the swap cache gone: the only reference left is the one of our pte, or we copy. */
    static Next<Locals> checkRefs(Machine m, ThreadId self, Locals l) {
        int pfn = l.pte.pfn();
        return m.page(pfn).refs() == 1 ? Next.next(m, l) : Next.go(Folio.unlock(m, self, pfn), GET_FOLIO, l);
    }

    static Next<Locals> moveRmap(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.pte.pfn());
        Vma vma = Objects.requireNonNull(m.mm(l.process).vma(l.va));
        return Next.next(m.withPage(l.pte.pfn(), page.withMapping(vma.anonVma(), page.index())), l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pte.pfn()), l);
    }

    static Next<Locals> setExclusive(Machine m, ThreadId self, Locals l) {
        Machine reused = m.withPage(l.pte.pfn(), m.page(l.pte.pfn()).withExclusive(true));
        return l.unshare ? Next.go(reused, UNLOCK_PTL, l) : Next.next(reused, l);
    }

    /** wp_page_reuse(): the pte gains rights, so no TLB has to be flushed. */
    static Next<Locals> reusePte(Machine m, ThreadId self, Locals l) {
        Vma vma = Objects.requireNonNull(m.mm(l.process).vma(l.va));
        Pte.Present pte =
                l.pte.withYoung(true).withDirty(true).withSoftDirty(true).withWritable(vma.writable());
        return Next.next(m.withPte(l.process, l.va, pte), l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.done(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), FaultResult.DONE);
    }

    /** The page must stay while it is copied without the PTL. */
    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.get(m, self, l.pte.pfn()), l);
    }

    static Next<Locals> unlockPtlToCopy(Machine m, ThreadId self, Locals l) {
        return Next.call(
                Ptl.unlock(m, self, m.tableOf(l.process, l.va)),
                WpPageCopy.PROGRAM,
                WpPageCopy.Locals.of(l),
                RETURN,
                l);
    }

    static Next<Locals> returned(Machine m, ThreadId self, Locals l, FaultResult result) {
        return Next.done(m, result);
    }
}
