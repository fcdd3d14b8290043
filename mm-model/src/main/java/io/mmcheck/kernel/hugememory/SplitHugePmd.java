package io.mmcheck.kernel.hugememory;

import static io.mmcheck.kernel.hugememory.SplitHugePmd.At.*;

import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/huge_memory.c, __split_huge_pmd(): a page table takes the place of a huge pmd; the folio stays one. Without effect if the pmd
 * is not huge any more when the lock is taken. Result: none.
 */
public final class SplitHugePmd {
    public enum At {
        NOTIFIER_START,
        LOCK_PMD,
        INVALIDATE_PMD,
        FLUSH_PMD,
        POPULATE,
        UNLOCK_PMD,
        NOTIFIER_END
    }

    /**
     * The pmd of an address.
     *
     * @param listeners the devices that hear of it
     * @param old the huge pmd as it was before it was invalidated; none for the huge zero page
     */
    public record Locals(int process, int va, int listeners, Pte old) {
        public static Locals of(int process, int va) {
            return new Locals(process, va, 0, Pte.NONE);
        }

        Locals withOld(Pte bits) {
            return new Locals(process, va, listeners, bits);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("__split_huge_pmd")
            .at(NOTIFIER_START, SplitHugePmd::notifierStart)
            .at(LOCK_PMD, SplitHugePmd::lockPmd)
            .at(INVALIDATE_PMD, SplitHugePmd::invalidatePmd)
            .at(FLUSH_PMD, SplitHugePmd::flushPmd)
            .at(POPULATE, SplitHugePmd::populate)
            .at(UNLOCK_PMD, SplitHugePmd::unlockPmd)
            .at(NOTIFIER_END, SplitHugePmd::notifierEnd);

    private SplitHugePmd() {}

    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int start = m.pmdStart(l.va);
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        return MmuNotifier.isBusy(m, listeners)
                ? Next.blocked(MmuNotifier.waitFor(listeners))
                : Next.next(
                        MmuNotifier.start(
                                m,
                                listeners,
                                l.process,
                                start,
                                start + m.config().ptesPerTable()),
                        new Locals(l.process, start, listeners, Pte.NONE));
    }

    static Next<Locals> lockPmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.process)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        Pmd pmd = m.pmd(l.process, l.va);
        boolean splits = pmd.isTransHuge() || pmd instanceof Pmd.Migration;
        return Next.<Locals>go(PmdLock.lock(m, self, l.process), splits ? INVALIDATE_PMD : UNLOCK_PMD, l)
                .saying(PmdLock.acquired(l.process));
    }

    /** The huge zero page is simply cleared (pmdp_huge_clear_flush()). A huge page is still to be seen, but of no use to a CPU. */
    static Next<Locals> invalidatePmd(Machine m, ThreadId self, Locals l) {
        Pmd pmd = m.pmd(l.process, l.va);
        if (pmd instanceof Pmd.Migration entry) {
            return Next.go(m, POPULATE, l.withOld(entry.bits()));
        }
        return pmd instanceof Pmd.Huge huge
                ? Next.next(HugePmd.invalidate(m, l.process, l.va), l.withOld(huge.bits()))
                : Next.next(m.withPmd(l.process, l.va, Pmd.NONE), l);
    }

    /** Before the small entries are there: some CPUs must not hold a large and a small translation of one address. */
    static Next<Locals> flushPmd(Machine m, ThreadId self, Locals l) {
        return Next.next(HugePmd.flush(m, l.process, l.va), l);
    }

    static Next<Locals> populate(Machine m, ThreadId self, Locals l) {
        Machine populated;
        if (l.old instanceof Pte.Present old) {
            populated = HugePmd.populatePages(m, l.process, l.va, old);
        } else if (l.old instanceof Pte.Migration old) {
            populated = HugePmd.populateMigration(m, l.process, l.va, old);
        } else {
            populated = HugePmd.populateZero(m, l.process, l.va);
        }
        return Next.next(populated, l.withOld(Pte.NONE));
    }

    static Next<Locals> unlockPmd(Machine m, ThreadId self, Locals l) {
        return Next.next(PmdLock.unlock(m, self, l.process), l);
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.done(MmuNotifier.end(m, l.listeners, l.process));
    }
}
