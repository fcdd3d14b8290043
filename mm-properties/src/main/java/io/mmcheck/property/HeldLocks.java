package io.mmcheck.property;

import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.RwLock;
import io.mmcheck.machine.ThreadId;
import java.util.ArrayList;
import java.util.List;

/** The locks that a thread holds, as the machine shows them: trylocked ones too. */
final class HeldLocks {
    private HeldLocks() {}

    /** One lock: its class, and which one. */
    record Held(LockClass lock, int id, boolean writing) {
        @Override
        public String toString() {
            return switch (lock) {
                case MMAP -> "mmap_lock of p" + id;
                case FOLIO -> "the lock of page " + id;
                case I_MMAP -> "i_mmap_rwsem of file " + id;
                case ANON_VMA -> "the lock of anon_vma " + id;
                case PMD -> "the pmd lock of p" + id;
                case PTL -> "the lock of page table " + id;
                case DEVICE -> "the mutex of device " + id;
            };
        }
    }

    static List<Held> of(Machine m, int thread) {
        ThreadId self = ThreadId.of(thread);
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < m.mms().size(); i++) {
            add(held, LockClass.MMAP, i, m.mm(i).lock(), self);
        }
        for (int i = 0; i < m.pages().size(); i++) {
            if (m.page(i).lockedBy() == thread) {
                held.add(new Held(LockClass.FOLIO, i, true));
            }
        }
        for (int i = 0; i < m.files().size(); i++) {
            add(held, LockClass.I_MMAP, i, m.files().get(i).iMmap(), self);
        }
        for (int i = 0; i < m.anonVmas().size(); i++) {
            add(held, LockClass.ANON_VMA, i, m.anonVmas().get(i).lock(), self);
        }
        for (int i = 0; i < m.mms().size(); i++) {
            if (m.mm(i).pmdLock() == thread) {
                held.add(new Held(LockClass.PMD, i, true));
            }
        }
        for (int i = 0; i < m.tables().size(); i++) {
            if (m.tables().get(i).ptl() == thread) {
                held.add(new Held(LockClass.PTL, i, true));
            }
        }
        for (int i = 0; i < m.devices().size(); i++) {
            if (m.devices().get(i).mutex() == thread) {
                held.add(new Held(LockClass.DEVICE, i, true));
            }
        }
        return held;
    }

    private static void add(List<Held> held, LockClass lock, int id, RwLock which, ThreadId self) {
        if (which.heldBy(self)) {
            held.add(new Held(lock, id, which.writer() == self.index()));
        }
    }
}
