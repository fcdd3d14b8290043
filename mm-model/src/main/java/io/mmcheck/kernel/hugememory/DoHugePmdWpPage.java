package io.mmcheck.kernel.hugememory;

import static io.mmcheck.kernel.hugememory.DoHugePmdWpPage.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.Objects;

/**
 * mm/huge_memory.c, do_huge_pmd_wp_page(): a store to a read-only huge page, or a pin that wants it exclusive. It is reused if it
 * is exclusive or nobody else has a reference; else, and for the huge zero page, the pmd is split and small pages have to do
 * ({@link FaultResult#FALLBACK}).
 */
public final class DoHugePmdWpPage {
    public enum At {
        LOCK_PMD,
        TEST_EXCLUSIVE,
        GET_FOLIO,
        UNLOCK_PMD_TO_WAIT,
        LOCK_FOLIO,
        RELOCK_PMD,
        PUT_FOLIO,
        CHECK_REFS,
        SET_EXCLUSIVE,
        UNLOCK_FOLIO,
        REUSE_PMD,
        UNLOCK_PMD,
        SPLIT,
        FALL_BACK
    }

    /** The address, and the pmd as the fault has seen it. */
    public record Locals(int process, int va, boolean unshare, Pmd seen) {
        int head() {
            return ((Pmd.Huge) seen).pfn();
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("do_huge_pmd_wp_page")
            .at(LOCK_PMD, DoHugePmdWpPage::lockPmd)
            .at(TEST_EXCLUSIVE, DoHugePmdWpPage::testExclusive)
            .at(GET_FOLIO, DoHugePmdWpPage::getFolio)
            .at(UNLOCK_PMD_TO_WAIT, DoHugePmdWpPage::unlockPmdToWait)
            .at(LOCK_FOLIO, DoHugePmdWpPage::lockFolio)
            .at(RELOCK_PMD, DoHugePmdWpPage::relockPmd)
            .at(PUT_FOLIO, DoHugePmdWpPage::putFolio)
            .at(CHECK_REFS, DoHugePmdWpPage::checkRefs)
            .at(SET_EXCLUSIVE, DoHugePmdWpPage::setExclusive)
            .at(UNLOCK_FOLIO, DoHugePmdWpPage::unlockFolio)
            .at(REUSE_PMD, DoHugePmdWpPage::reusePmd)
            .at(UNLOCK_PMD, DoHugePmdWpPage::unlockPmd)
            .at(SPLIT, DoHugePmdWpPage::split)
            .at(FALL_BACK, DoHugePmdWpPage::fallBack);

    private DoHugePmdWpPage() {}

    /** wp_huge_pmd(): a store that userfaultfd wants to notice is one to a small page. */
    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        boolean watched =
                !l.unshare && l.seen instanceof Pmd.Huge huge && huge.bits().uffdWp();
        return watched || l.seen instanceof Pmd.HugeZero ? Next.go(m, SPLIT, l) : PmdLock.take(m, self, l.process, l);
    }

    static Next<Locals> testExclusive(Machine m, ThreadId self, Locals l) {
        if (!m.pmd(l.process, l.va).equals(l.seen)) {
            return Next.done(PmdLock.unlock(m, self, l.process), FaultResult.RETRY);
        }
        if (m.page(l.head()).exclusive()) {
            return Next.go(m, l.unshare ? UNLOCK_PMD : REUSE_PMD, l);
        }
        return Folio.canLock(m, l.head()) ? Next.go(Folio.lock(m, self, l.head()), CHECK_REFS, l) : Next.next(m, l);
    }

    /** The page lock comes before the pmd lock: drop this one, and keep the folio meanwhile. */
    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.get(m, self, l.head()), l);
    }

    static Next<Locals> unlockPmdToWait(Machine m, ThreadId self, Locals l) {
        return Next.next(PmdLock.unlock(m, self, l.process), l);
    }

    static Next<Locals> lockFolio(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.head())
                ? Next.<Locals>next(Folio.lock(m, self, l.head()), l).saying(Folio.acquired(m, l.head()))
                : Next.blocked(Folio.waitFor(m, l.head()));
    }

    static Next<Locals> relockPmd(Machine m, ThreadId self, Locals l) {
        return PmdLock.take(m, self, l.process, l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        if (!m.pmd(l.process, l.va).equals(l.seen)) {
            Machine unlocked = Folio.unlock(PmdLock.unlock(m, self, l.process), self, l.head());
            return Next.done(Folio.put(unlocked, self, l.head()), FaultResult.RETRY);
        }
        Machine put = Folio.put(m, self, l.head());
        return m.page(l.head()).exclusive()
                ? Next.go(Folio.unlock(put, self, l.head()), l.unshare ? UNLOCK_PMD : REUSE_PMD, l)
                : Next.next(put, l);
    }

    /** A pmd is one reference. Whoever holds another might see the store. */
    static Next<Locals> checkRefs(Machine m, ThreadId self, Locals l) {
        Page page = m.page(l.head());
        return page.refs() == 1
                ? Next.next(m, l)
                : Next.go(Folio.unlock(PmdLock.unlock(m, self, l.process), self, l.head()), SPLIT, l);
    }

    static Next<Locals> setExclusive(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPage(l.head(), m.page(l.head()).withExclusive(true)), l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.unlock(m, self, l.head()), l.unshare ? UNLOCK_PMD : REUSE_PMD, l);
    }

    static Next<Locals> reusePmd(Machine m, ThreadId self, Locals l) {
        Vma vma = Objects.requireNonNull(m.mm(l.process).vma(l.va));
        Pte.Present bits = HugePmd.bits(m, l.process, l.va)
                .withYoung(true)
                .withDirty(true)
                .withSoftDirty(true)
                .withWritable(vma.writable());
        return Next.next(m.withPmd(l.process, l.va, new Pmd.Huge(bits)), l);
    }

    static Next<Locals> unlockPmd(Machine m, ThreadId self, Locals l) {
        return Next.done(PmdLock.unlock(m, self, l.process), FaultResult.DONE);
    }

    static Next<Locals> split(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m,
                SplitHugePmd.PROGRAM,
                SplitHugePmd.Locals.of(l.process, l.va),
                FALL_BACK,
                new Locals(l.process, l.va, l.unshare, Pmd.NONE));
    }

    static Next<Locals> fallBack(Machine m, ThreadId self, Locals l) {
        return Next.done(m, FaultResult.FALLBACK);
    }
}
