package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.List;

/**
 * An operation that has returned holds no lock: every folio that mm/migrate_device.c, migrate_vma_setup(), has locked is unlocked
 * by its own restore loop or by migrate_vma_finalize(), and so are mmap_lock, the page table locks, anon_vma locks and the
 * driver's mutex.
 */
public final class AllUnlocked implements Property {
    @Override
    public String id() {
        return "all-unlocked";
    }

    @Override
    public String statement() {
        return "when an operation has returned it holds no lock";
    }

    @Override
    public int looksAt() {
        return ENDS;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved == null || moved.finished() == null) {
            return state;
        }
        List<HeldLocks.Held> held = HeldLocks.of(after.machine(), moved.thread());
        return held.isEmpty()
                ? state
                : new Violation(moved.finished().text() + " has returned and T" + moved.thread() + " still holds "
                        + held.get(0));
    }
}
