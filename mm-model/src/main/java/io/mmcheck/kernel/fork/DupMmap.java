package io.mmcheck.kernel.fork;

import static io.mmcheck.kernel.fork.DupMmap.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.memory.ZapRange;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.rmap.AnonVmas;
import io.mmcheck.kernel.rmap.RmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.ForkCopied;
import io.mmcheck.machine.event.ForkEnds;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * kernel/fork.c, dup_mmap(): a child with the VMAs of its parent and, where a VMA has anonymous pages, its ptes. Returns 0 or
 * an {@link Errno}: ESRCH for a parent that does not exist, EAGAIN for a child that does, ENOMEM.
 */
public final class DupMmap {
    public enum At {
        LOCK_PARENT,
        COPY_VMAS,
        NEXT_VMA,
        NOTIFIER_START,
        BEGIN_SEQ,
        END_SEQ,
        NOTIFIER_END,
        FLUSH_TLB,
        UNLOCK_PARENT,
        UNDO,
        FORGET_CHILD
    }

    /**
     * @param vma the number of the VMA at hand
     * @param listeners the devices that were told of its write protection
     * @param failed whether memory ran out
     */
    public record Locals(int parent, int child, int vma, int listeners, boolean failed) {
        public static Locals of(int parent, int child) {
            return new Locals(parent, child, 0, 0, false);
        }

        Locals atVma(int next) {
            return new Locals(parent, child, next, 0, failed);
        }

        Locals withListeners(int devices) {
            return new Locals(parent, child, vma, devices, failed);
        }

        Locals withFailed() {
            return new Locals(parent, child, vma, listeners, true);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dup_mmap")
            .at(LOCK_PARENT, DupMmap::lockParent)
            .at(COPY_VMAS, DupMmap::copyVmas)
            .at(NEXT_VMA, DupMmap::nextVma)
            .at(NOTIFIER_START, DupMmap::notifierStart)
            .at(BEGIN_SEQ, DupMmap::beginSeq)
            .atReturn(END_SEQ, DupMmap::endSeq)
            .at(NOTIFIER_END, DupMmap::notifierEnd)
            .at(FLUSH_TLB, DupMmap::flushTlb)
            .at(UNLOCK_PARENT, DupMmap::unlockParent)
            .at(UNDO, DupMmap::undo)
            .at(FORGET_CHILD, DupMmap::forgetChild);

    private DupMmap() {}

    /** mmap_write_lock_killable(): no fault, no other fork and no munmap in the parent from here on. */
    static Next<Locals> lockParent(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.parent)) {
            return Next.done(m, Errno.ESRCH);
        }
        if (l.child >= m.mms().size() || m.mm(l.child).live() || inUse(m.mm(l.child))) {
            return Next.done(m, Errno.EAGAIN);
        }
        return MmapLock.canWrite(m, l.parent)
                ? Next.next(MmapLock.write(m, self, l.parent), l).saying(MmapLock.acquired(l.parent))
                : Next.blocked(MmapLock.waitFor(l.parent));
    }

    private static boolean inUse(Mm mm) {
        return !mm.lock().canWrite() || !mm.vmas().isEmpty();
    }

    /**
     * The VMAs, without VM_LOCKED and userfaultfd. With anon_vma_fork() rmap reaches the child at once, before it has any pte; that is why ptes
     * are copied under both page table locks. The child's own mmap_lock is held for writing: nobody can contend for it yet.
     */
    static Next<Locals> copyVmas(Machine m, ThreadId self, Locals l) {
        int file = RmapLock.walkedFile(m, l.parent, 0, m.config().addresses());
        if (file >= 0) {
            return Next.blocked("i_mmap_rwsem of file " + file);
        }
        List<Vma> vmas = new ArrayList<>();
        for (Vma vma : m.mm(l.parent).vmas()) {
            vmas.add(vma.withLocked(false).withUffd(Vma.Uffd.NONE));
        }
        Mm child = Mm.none(m.config()).withVmas(Table.ofAll(vmas));
        Machine copied = MmapLock.write(m.withMm(l.child, child), self, l.child);
        for (int i = 0; i < vmas.size(); i++) {
            copied = AnonVmas.fork(copied, l.child, i);
        }
        return Next.next(copied, l);
    }

    /** vma_needs_copy(): a VMA without anonymous pages is left to faults. */
    static Next<Locals> nextVma(Machine m, ThreadId self, Locals l) {
        if (l.vma >= m.mm(l.parent).vmas().size()) {
            return Next.go(m, FLUSH_TLB, l.atVma(0));
        }
        Vma vma = m.mm(l.parent).vmas().get(l.vma);
        if (vma.anonVma() >= 0) {
            return Next.next(m, l);
        }
        Next<Locals> skipped = Next.go(m, NEXT_VMA, l.atVma(l.vma + 1));
        for (int va = vma.start(); va < vma.end(); va++) {
            skipped = skipped.saying(new ForkCopied(l.parent, l.child, va));
        }
        return skipped;
    }

    /** MMU_NOTIFY_PROTECTION_PAGE: devices must not write any more to what becomes shared. */
    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.parent, MmuNotifier.NO_OWNER);
        if (MmuNotifier.isBusy(m, listeners)) {
            return Next.blocked(MmuNotifier.waitFor(listeners));
        }
        Vma vma = m.mm(l.parent).vmas().get(l.vma);
        return Next.next(MmuNotifier.start(m, listeners, l.parent, vma.start(), vma.end()), l.withListeners(listeners));
    }

    /** write_protect_seq: GUP-fast takes no lock, so it must not pin while fork looks whether pages are pinned. */
    static Next<Locals> beginSeq(Machine m, ThreadId self, Locals l) {
        Mm mm = m.mm(l.parent);
        Vma vma = mm.vmas().get(l.vma);
        return Next.call(
                m.withMm(l.parent, mm.withWriteProtect(mm.writeProtect().writeBegins())),
                CopyPageRange.PROGRAM,
                CopyPageRange.Locals.of(l.parent, l.child, vma.start(), vma.end()),
                END_SEQ,
                l);
    }

    static Next<Locals> endSeq(Machine m, ThreadId self, Locals l, boolean copied) {
        Mm mm = m.mm(l.parent);
        Machine ended = m.withMm(l.parent, mm.withWriteProtect(mm.writeProtect().writeEnds()));
        return Next.next(ended, copied ? l : l.withFailed());
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        Machine told = MmuNotifier.end(m, l.listeners, l.parent);
        return l.failed ? Next.go(told, FLUSH_TLB, l.atVma(0)) : Next.go(told, NEXT_VMA, l.atVma(l.vma + 1));
    }

    /** flush_tlb_mm() of the parent: only now no CPU can write any more to a page that the child shares. */
    static Next<Locals> flushTlb(Machine m, ThreadId self, Locals l) {
        return Next.next(Tlb.flushMm(m, l.parent), l).saying(new ForkEnds(l.parent, l.child));
    }

    static Next<Locals> unlockParent(Machine m, ThreadId self, Locals l) {
        Machine unlocked = MmapLock.unlock(m, self, l.parent);
        if (l.failed) {
            return Next.next(unlocked, l);
        }
        Machine free = MmapLock.unlock(unlocked, self, l.child);
        return Next.done(free.withMm(l.child, free.mm(l.child).withLive(true)), 0);
    }

    /** mmput() of the child that never ran. */
    static Next<Locals> undo(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m, ZapRange.PROGRAM, ZapRange.Locals.of(l.child, 0, m.config().addresses()), FORGET_CHILD, l);
    }

    static Next<Locals> forgetChild(Machine m, ThreadId self, Locals l) {
        return Next.done(
                AnonVmas.release(PteAlloc.freeAll(m, l.child).withMm(l.child, Mm.none(m.config()))), Errno.ENOMEM);
    }
}
