package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.kernel.migrate.RemoveMigrationPtes;
import io.mmcheck.machine.AnonVma;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;

/**
 * Who walks from a folio that nobody maps any more to its migration entries holds something that keeps the anon_vma: mmap_lock of
 * a process with a VMA in it, or a reference. mm/rmap.c, the comment in rmap_walk_anon_lock(); a folio that is still mapped needs
 * neither (folio_lock_anon_vma_read()). Judged when the walk locks the anon_vma, so no process has to exit meanwhile to show it.
 */
public final class RmapWalkSafe implements Property {
    @Override
    public String id() {
        return "rmap-walk-safe";
    }

    @Override
    public String statement() {
        return "an anon_vma is walked only while something that the walker holds keeps it alive";
    }

    @Override
    public int looksAt() {
        return WORDS;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved == null || moved.events().isEmpty()) {
            return state;
        }
        for (Event event : moved.events()) {
            if (event instanceof Acquired lock && lock.lock() == LockClass.ANON_VMA) {
                Frame frame = before.frame(moved.thread());
                boolean unmapped = frame != null && frame.place().program() == RemoveMigrationPtes.PROGRAM;
                if (unmapped && !isHeld(after.machine(), lock.id(), ThreadId.of(moved.thread()))) {
                    return new Violation(
                            "T" + moved.thread() + " walks the family of anon_vma " + lock.id()
                                    + " with no reference on it and no mmap_lock of a process in it: exit can free it any time");
                }
            }
        }
        return state;
    }

    private static boolean isHeld(Machine m, int root, ThreadId self) {
        for (AnonVma anonVma : m.anonVmas()) {
            if (anonVma.live() && anonVma.root() == root && (anonVma.holders() & 1 << self.index()) != 0) {
                return true;
            }
        }
        for (Mm mm : m.mms()) {
            if (mm.lock().heldBy(self)) {
                for (Vma vma : mm.vmas()) {
                    if (vma.anonVma() >= 0 && m.anonVmas().get(vma.anonVma()).root() == root) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
