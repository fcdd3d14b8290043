package io.mmcheck.kernel.exit;

import static io.mmcheck.kernel.exit.ExitMm.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.memory.ZapRange;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.RmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Hold;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Unmapped;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * kernel/exit.c do_exit(), mm/mmap.c exit_mmap(): a process ends. Devices forget it first, then its pages go, then its VMAs, and
 * last the files that held references and pins. A process ends when none of its threads is inside of the kernel: other threads
 * that act in it keep {@link Mm#lock}, which exit takes for writing at the end. Returns 0, or ESRCH.
 */
public final class ExitMm {
    public enum At {
        RELEASE_NOTIFIERS,
        LOCK_MMAP,
        UNMAP_VMAS,
        FREE_PGTABLES,
        CLOSE_FILES
    }

    /** @param slot the next hold to look at */
    public record Locals(int process, int slot) {
        public static Locals of(int process) {
            return new Locals(process, 0);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("exit_mm")
            .at(RELEASE_NOTIFIERS, ExitMm::releaseNotifiers)
            .at(LOCK_MMAP, ExitMm::lockMmap)
            .at(UNMAP_VMAS, ExitMm::unmapVmas)
            .at(FREE_PGTABLES, ExitMm::freePgtables)
            .at(CLOSE_FILES, ExitMm::closeFiles);

    private ExitMm() {}

    /** mmu_notifier_release(): each device drops what it mirrors of this process, and hears no more of it. */
    static Next<Locals> releaseNotifiers(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        if (MmuNotifier.isBusy(m, listeners)) {
            return Next.blocked(MmuNotifier.waitFor(listeners));
        }
        int addresses = m.config().addresses();
        Machine told = MmuNotifier.end(MmuNotifier.start(m, listeners, l.process, 0, addresses), listeners, l.process);
        return Next.next(told, l);
    }

    /**
     * The last user of the mm is gone only when nobody acts in it any more. exit_mmap() takes the lock for reading first, then
     * for writing; one lock for writing stands for both, as nobody can come between.
     */
    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        return MmapLock.canWrite(m, l.process)
                ? Next.next(MmapLock.write(m, self, l.process), l).saying(MmapLock.acquired(l.process))
                : Next.blocked(MmapLock.waitFor(l.process));
    }

    static Next<Locals> unmapVmas(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m, ZapRange.PROGRAM, ZapRange.Locals.of(l.process, 0, m.config().addresses()), FREE_PGTABLES, l);
    }

    /** free_pgtables() and the VMAs: rmap no longer reaches this process. */
    static Next<Locals> freePgtables(Machine m, ThreadId self, Locals l) {
        int file = RmapLock.walkedFile(m, l.process, 0, m.config().addresses());
        if (file >= 0) {
            return Next.blocked("i_mmap_rwsem of file " + file);
        }
        int walked = AnonVmas.walked(m, l.process, 0, m.config().addresses());
        if (walked >= 0) {
            return Next.blocked("the lock of anon_vma " + walked);
        }
        Machine freed = PteAlloc.freeAll(m, l.process);
        Machine gone = AnonVmas.release(Tlb.flushMm(freed.withMm(l.process, Mm.none(m.config())), l.process));
        return Next.<Locals>next(gone, l)
                .saying(new Unmapped(l.process, 0, m.config().addresses()));
    }

    /** exit_files(): pipes and rings drop their references and pins, one after the other. */
    static Next<Locals> closeFiles(Machine m, ThreadId self, Locals l) {
        for (int slot = l.slot; slot < m.holds().size(); slot++) {
            Hold hold = m.holds().get(slot);
            if (!hold.isNone() && hold.process() == l.process) {
                if (hold.pending()) {
                    return Next.blocked("the GUP of p" + l.process + " that takes slot " + slot);
                }
                Machine released = Folio.refSub(m.withHold(slot, Hold.NONE), hold.pfn(), hold.pin() ? Page.PIN : 1);
                return Next.go(released, CLOSE_FILES, new Locals(l.process, slot + 1));
            }
        }
        return Next.done(m, 0);
    }
}
