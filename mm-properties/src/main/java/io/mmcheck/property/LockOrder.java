package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Event;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whoever waits for a lock holds only locks of classes that come before it in {@link LockClass}, page locks included (lockdep
 * cannot see those): the comment at the head of mm/rmap.c. A trylock waits for nothing and is free to come in any order. Within
 * one class only fork nests: mmap_lock of the child under that of the parent, and then a page table of the one under a page table
 * of the other.
 *
 * <p>Each run is judged alone, and yet the edges of all runs together have no cycle: they all go up in one total order. A check
 * prints the edges it has met ({@link #edges}).
 */
public final class LockOrder implements Property {
    @Override
    public String id() {
        return "lock-order";
    }

    @Override
    public String statement() {
        return "locks are waited for in one order: mmap_lock, page, anon_vma, pmd, page table, device";
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
            if (event instanceof Acquired acquired) {
                String wrong = wrong(before.machine(), moved.thread(), acquired);
                if (wrong != null) {
                    return new Violation(wrong);
                }
            }
        }
        return state;
    }

    private static @Nullable String wrong(Machine m, int thread, Acquired acquired) {
        List<HeldLocks.Held> held = HeldLocks.of(m, thread);
        for (HeldLocks.Held one : held) {
            int order = one.lock().compareTo(acquired.lock());
            boolean nests = order == 0 && acquired.id() != one.id() && forks(m, held, one, acquired);
            if (order > 0 || order == 0 && !nests) {
                return "T" + thread + " waits for " + new HeldLocks.Held(acquired.lock(), acquired.id(), true)
                        + " and holds " + one;
            }
        }
        return null;
    }

    /** Whether this is the nesting of fork: the parent's mmap_lock is held for writing. */
    private static boolean forks(Machine m, List<HeldLocks.Held> held, HeldLocks.Held one, Acquired acquired) {
        for (HeldLocks.Held parent : held) {
            if (parent.lock() == LockClass.MMAP && parent.writing()) {
                return switch (acquired.lock()) {
                    case MMAP -> one.id() == parent.id();
                    case PMD -> true;
                    case PTL -> owner(m, one.id()) != owner(m, acquired.id());
                    case FOLIO, I_MMAP, ANON_VMA, DEVICE -> false;
                };
            }
        }
        return false;
    }

    private static int owner(Machine m, int table) {
        for (int process = 0; process < m.mms().size(); process++) {
            for (Pmd pmd : m.mm(process).pmds()) {
                if (pmd instanceof Pmd.ToTable to && to.table() == table) {
                    return process;
                }
            }
        }
        return -1;
    }

    /** The edges that a step adds to the lock order, each as {@code MMAP -> FOLIO}. */
    public static List<String> edges(World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        List<String> edges = new ArrayList<>();
        if (moved != null) {
            for (Event event : moved.events()) {
                if (event instanceof Acquired acquired) {
                    for (HeldLocks.Held one : HeldLocks.of(before.machine(), moved.thread())) {
                        edges.add(one.lock() + " -> " + acquired.lock());
                    }
                }
            }
        }
        return edges;
    }
}
