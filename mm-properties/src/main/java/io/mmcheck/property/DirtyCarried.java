package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import org.jspecify.annotations.Nullable;

/**
 * Who takes a dirty pte away makes its folio dirty before he drops the page table lock, or puts a dirty pte back: otherwise
 * reclaim believes the copy in swap (mm/vmscan.c, __remove_mapping()). mm/migrate_device.c, migrate_vma_collect_pmd(), and
 * mm/rmap.c, try_to_migrate_one(), do it for migration.
 *
 * <p>Nothing is owed for content that the thread is asked to throw away (MADV_DONTNEED, MADV_FREE, munmap, exit), nor where a copy
 * has taken the place of the page: the other mappings keep their own dirty bits.
 */
public final class DirtyCarried implements Property {
    private static final State NOTHING_OWED = new State(Table.empty(), Discards.NONE);

    /** A dirty pte that a thread has taken away and not made up for. */
    record Owed(int thread, int process, int va, int pfn) {}

    /** What is remembered. */
    record State(Table<Owed> owed, Discards discards) {}

    @Override
    public String id() {
        return "dirty-carried";
    }

    @Override
    public String statement() {
        return "who takes a dirty pte away makes its page dirty before he drops the page table lock";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.TABLES | WORDS;
    }

    @Override
    public Object start(World<Machine> world) {
        return NOTHING_OWED;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        boolean changed = !Steps.same(before.machine().tables(), after.machine().tables());
        State s = (State) state;
        if (moved == null || !changed && moved.events().isEmpty() && s.owed.isEmpty()) {
            return state;
        }
        Discards discards = s.discards.after(moved);
        Table<Owed> owed = stillOwed(s.owed, after.machine());
        if (changed) {
            owed = taken(owed, discards, moved.thread(), before.machine(), after.machine());
            String lost = lost(owed, moved.thread(), before.machine(), after.machine());
            if (lost != null) {
                return new Violation(lost);
            }
        }
        return Steps.same(owed, s.owed) && Steps.same(discards, s.discards) ? state : new State(owed, discards);
    }

    private static Table<Owed> stillOwed(Table<Owed> owed, Machine m) {
        Table<Owed> left = Table.empty();
        for (Owed one : owed) {
            left = isMadeUp(one, m) ? left : left.plus(one);
        }
        return left.size() == owed.size() ? owed : left;
    }

    private static boolean isMadeUp(Owed owed, Machine m) {
        Pte pte = m.leaf(owed.process, owed.va);
        boolean back = pte instanceof Pte.Present p && (p.pfn() != owed.pfn || p.dirty());
        return back || m.folio(owed.pfn).dirty();
    }

    private static Table<Owed> taken(Table<Owed> owed, Discards discards, int thread, Machine before, Machine after) {
        Taking taking = new Taking(owed);
        PteChanges.each(before, after, (process, va, old, now) -> {
            if (old instanceof Pte.Present p
                    && p.dirty()
                    && p.pfn() != after.zeroPage()
                    && !discards.covers(thread, process, va)) {
                taking.add(new Owed(thread, process, va, p.pfn()), after);
            }
        });
        return taking.owed;
    }

    private static final class Taking {
        private Table<Owed> owed;

        Taking(Table<Owed> owed) {
            this.owed = owed;
        }

        void add(Owed one, Machine m) {
            owed = isMadeUp(one, m) ? owed : owed.plus(one);
        }
    }

    private static @Nullable String lost(Table<Owed> owed, int thread, Machine before, Machine after) {
        for (Owed one : owed) {
            int table = PteChanges.table(before, one.process, one.va);
            if (table >= 0 && PteChanges.released(before, after, table, thread)) {
                return "T" + thread + " took the dirty pte of page " + one.pfn + " away at p" + one.process + " "
                        + one.va + " and drops the page table lock, and the page is clean: its content, "
                        + after.page(one.pfn).data() + ", can be dropped without a write";
            }
        }
        return null;
    }
}
