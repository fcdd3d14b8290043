package io.mmcheck.kernel.mprotect;

import static io.mmcheck.kernel.mprotect.ChangeProtection.At.*;

import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.memory.PteRange;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.kernel.rmap.Unflushed;
import io.mmcheck.machine.Bug;
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
 * mm/mprotect.c, change_protection() and change_pte_range(): the ptes of one VMA follow its new rights. Writable entries that
 * are not present lose the right to write whatever the new rights are, as that is always safe. With MM_CP_UFFD_WP the ptes are
 * write-protected for userfaultfd and say so. Returns whether TLBs need a flush,
 * which is left to the caller.
 */
public final class ChangeProtection {
    public enum At {
        NOTIFIER_START,
        NEXT_TABLE,
        LOCK_PTL,
        FLUSH_PENDING,
        READ_PTE,
        CLEAR_PTE,
        SET_PTE,
        CHANGE_MIGRATION,
        CHANGE_DEVICE_PRIVATE,
        CHANGE_DEVICE_EXCLUSIVE,
        NEXT_PTE,
        UNLOCK_PTL,
        NOTIFIER_END,
        CHANGE_HUGE_PMD,
        SPLIT_HUGE_PMD
    }

    /**
     * The pages [from, to) of one VMA of a process.
     *
     * @param va how far it has come
     * @param table the locked page table, or -1
     * @param old the pte that was cleared, until it is set again
     * @param listeners the devices that have to hear of it
     * @param lost whether a pte lost a right
     * @param uffdWp whether userfaultfd protects the range from stores
     */
    public record Locals(
            int process,
            int from,
            int to,
            boolean read,
            boolean write,
            int va,
            int table,
            Pte old,
            int listeners,
            boolean lost,
            boolean uffdWp) {
        public static Locals of(int process, int from, int to, boolean read, boolean write) {
            return new Locals(process, from, to, read, write, from, -1, Pte.NONE, 0, false, false);
        }

        /** MM_CP_UFFD_WP: rights stay, but for the next store, which has to be noticed. */
        public static Locals protecting(int process, int from, int to) {
            return new Locals(process, from, to, true, false, from, -1, Pte.NONE, 0, false, true);
        }

        Locals at(int next) {
            return new Locals(process, from, to, read, write, next, table, old, listeners, lost, uffdWp);
        }

        Locals withTable(int locked) {
            return new Locals(process, from, to, read, write, va, locked, old, listeners, lost, uffdWp);
        }

        Locals withOld(Pte pte, boolean loses) {
            return new Locals(process, from, to, read, write, va, table, pte, listeners, lost || loses, uffdWp);
        }

        Locals withListeners(int devices) {
            return new Locals(process, from, to, read, write, va, table, old, devices, lost, uffdWp);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("change_protection")
            .at(NOTIFIER_START, ChangeProtection::notifierStart)
            .at(NEXT_TABLE, ChangeProtection::nextTable)
            .at(LOCK_PTL, ChangeProtection::lockPtl)
            .at(FLUSH_PENDING, ChangeProtection::flushPending)
            .at(READ_PTE, ChangeProtection::readPte)
            .at(CLEAR_PTE, ChangeProtection::clearPte)
            .at(SET_PTE, ChangeProtection::setPte)
            .at(CHANGE_MIGRATION, ChangeProtection::changeMigration)
            .at(CHANGE_DEVICE_PRIVATE, ChangeProtection::changeDevicePrivate)
            .at(CHANGE_DEVICE_EXCLUSIVE, ChangeProtection::changeDeviceExclusive)
            .at(NEXT_PTE, ChangeProtection::nextPte)
            .at(UNLOCK_PTL, ChangeProtection::unlockPtl)
            .at(NOTIFIER_END, ChangeProtection::notifierEnd)
            .at(CHANGE_HUGE_PMD, ChangeProtection::changeHugePmd)
            .at(SPLIT_HUGE_PMD, ChangeProtection::splitHugePmd);

    private ChangeProtection() {}

    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        return MmuNotifier.isBusy(m, listeners)
                ? Next.blocked(MmuNotifier.waitFor(listeners))
                : Next.next(MmuNotifier.start(m, listeners, l.process, l.from, l.to), l.withListeners(listeners));
    }

    static Next<Locals> nextTable(Machine m, ThreadId self, Locals l) {
        int va = PteRange.firstWithTable(m, l.process, l.va, l.to);
        return va < l.to ? Next.next(m, l.at(va)) : Next.go(m, NOTIFIER_END, l.at(l.to));
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        Pmd pmd = m.pmd(l.process, l.va);
        if (pmd.isTransHuge() || pmd instanceof Pmd.Migration) {
            return Next.go(m, PteRange.coversPmd(m, l.va, l.to) ? CHANGE_HUGE_PMD : SPLIT_HUGE_PMD, l);
        }
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l.withTable(table)),
                to -> Next.go(to, NEXT_TABLE, l));
    }

    static Next<Locals> flushPending(Machine m, ThreadId self, Locals l) {
        return Next.next(Unflushed.flushPending(m, l.process), l);
    }

    /** An entry in swap has no rights to lose: its VMA decides when it comes back. */
    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.process, l.va);
        if (pte instanceof Pte.Present) {
            return Next.go(m, CLEAR_PTE, l);
        } else if (pte instanceof Pte.Migration) {
            return Next.go(m, CHANGE_MIGRATION, l);
        } else if (pte instanceof Pte.DevicePrivate) {
            return Next.go(m, CHANGE_DEVICE_PRIVATE, l);
        } else if (pte instanceof Pte.DeviceExclusive) {
            return Next.go(m, CHANGE_DEVICE_EXCLUSIVE, l);
        } else if (pte.isNone() || pte instanceof Pte.Swap) {
            return Next.go(marked(m, l), NEXT_PTE, l);
        }
        throw Bug.notModelled("mprotect of " + pte);
    }

    /** ptep_modify_prot_start(): cleared, so that no accessed or dirty bit that hardware sets now is lost. */
    static Next<Locals> clearPte(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPte(l.process, l.va, Pte.NONE), l.withOld(m.pte(l.process, l.va), false));
    }

    /** Read-only first, as private memory always is; writable at once if a store would not have to take a fault anyway. */
    static Next<Locals> setPte(Machine m, ThreadId self, Locals l) {
        Pte.Present old = (Pte.Present) l.old;
        boolean none = l.uffdWp ? old.protNone() : !l.read && !l.write;
        boolean writable = l.write && !none && canBecomeWritable(m, l, old);
        Pte.Present now = old.withWritable(writable).withProtNone(none).withUffdWp(l.uffdWp || old.uffdWp());
        boolean loses = old.writable() && !writable || none && !old.protNone();
        return Next.go(m.withPte(l.process, l.va, now), NEXT_PTE, l.withOld(Pte.NONE, loses));
    }

    /**
     * can_change_pte_writable(): an exclusive anonymous page whose next store nobody needs to hear of; in a shared mapping any
     * page, unless its stores are watched.
     */
    private static boolean canBecomeWritable(Machine m, Locals l, Pte.Present pte) {
        Vma vma = Objects.requireNonNull(m.mm(l.process).vma(l.va));
        Page page = m.page(pte.pfn());
        boolean tracked = !vma.softDirty() && !pte.softDirty() || pte.uffdWp();
        if (vma.shared()) {
            return !pte.uffdWp() && vma.softDirty() || !tracked && pte.dirty();
        }
        return !tracked && page.isAnon() && page.exclusive();
    }

    static Next<Locals> changeMigration(Machine m, ThreadId self, Locals l) {
        Pte.Migration entry = (Pte.Migration) m.pte(l.process, l.va);
        Machine changed = entry.kind() == Pte.Migration.Kind.WRITE
                ? m.withPte(l.process, l.va, entry.withKind(Pte.Migration.Kind.READ_EXCLUSIVE))
                : m;
        return Next.go(marked(changed, l), NEXT_PTE, l);
    }

    /** pte_swp_mkuffd_wp(), after an entry has lost its right to write: what a new entry forgets it does not get back. */
    private static Machine marked(Machine m, Locals l) {
        return l.uffdWp ? m.withPte(l.process, l.va, m.pte(l.process, l.va).markedUffdWp(true)) : m;
    }

    /** A device entry that becomes read-only loses its soft-dirty bit: nobody can restore a device from a checkpoint. */
    static Next<Locals> changeDevicePrivate(Machine m, ThreadId self, Locals l) {
        Pte.DevicePrivate entry = (Pte.DevicePrivate) m.pte(l.process, l.va);
        Pte readOnly = new Pte.DevicePrivate(entry.pfn(), false, false, entry.uffdWp());
        return Next.go(marked(entry.writable() ? m.withPte(l.process, l.va, readOnly) : m, l), NEXT_PTE, l);
    }

    static Next<Locals> changeDeviceExclusive(Machine m, ThreadId self, Locals l) {
        Pte.DeviceExclusive entry = (Pte.DeviceExclusive) m.pte(l.process, l.va);
        Machine changed = entry.writable() ? m.withPte(l.process, l.va, entry.withWritable(false)) : m;
        return Next.go(marked(changed, l), NEXT_PTE, l);
    }

    static Next<Locals> nextPte(Machine m, ThreadId self, Locals l) {
        Locals next = l.at(l.va + 1);
        return PteRange.nextIsInTable(m, l.va, l.to) ? Next.go(m, READ_PTE, next) : Next.next(m, next);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.go(Ptl.unlock(m, self, l.table), NEXT_TABLE, l.withTable(-1));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.done(MmuNotifier.end(m, l.listeners, l.process), l.lost);
    }

    /** change_huge_pmd(), under the pmd lock: the pmd is invalidated while its bits are taken, so no D bit is lost. */
    static Next<Locals> changeHugePmd(Machine m, ThreadId self, Locals l) {
        if (!PmdLock.isFree(m, l.process)) {
            return Next.blocked(PmdLock.waitFor(m, l.process));
        }
        Locals next = l.at(PteRange.pmdEnd(m, l.va, l.to));
        Pmd pmd = m.pmd(l.process, l.va);
        if (pmd instanceof Pmd.Huge huge) {
            Pte.Present old = huge.bits();
            boolean none = !l.read && !l.write;
            boolean writable = l.write && !none && canBecomeWritable(m, l, old);
            Pmd now = new Pmd.Huge(old.withWritable(writable).withProtNone(none).withUffdWp(l.uffdWp || old.uffdWp()));
            boolean loses = old.writable() && !writable || none && !old.protNone();
            return Next.go(m.withPmd(l.process, l.va, now), NEXT_TABLE, next.withOld(Pte.NONE, loses));
        }
        if (pmd instanceof Pmd.Migration entry && entry.bits().kind() == Pte.Migration.Kind.WRITE) {
            Pmd now = new Pmd.Migration(entry.bits().withKind(Pte.Migration.Kind.READ_EXCLUSIVE));
            return Next.go(m.withPmd(l.process, l.va, now), NEXT_TABLE, next);
        }
        return pmd.isTable() ? Next.go(m, LOCK_PTL, l) : Next.go(m, NEXT_TABLE, next);
    }

    /** Only a part changes. */
    static Next<Locals> splitHugePmd(Machine m, ThreadId self, Locals l) {
        return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.process, l.va), LOCK_PTL, l);
    }
}
