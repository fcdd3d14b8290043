package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The soft-dirty, uffd-wp and accessed bits of a pte survive migration: the migration entry has them from the pte that it
 * replaces, and the pte that replaces it has them from there. A device-private pte has no accessed bit. mm/migrate_device.c,
 * migrate_vma_collect_pmd(), mm/rmap.c, try_to_migrate_one(), and mm/migrate.c, remove_migration_pte(). (Of the dirty bit
 * dirty-carried speaks.)
 */
public final class BitsCarried implements Property {
    private static final State NOTHING_TAKEN = new State(Table.empty());

    /** The pte that a thread has cleared last, while it holds the page table lock. */
    record Taken(int thread, int process, int va, Bits bits) {}

    /** The bits that have to be carried. */
    record Bits(boolean softDirty, boolean uffdWp, boolean young) {}

    /** What is remembered. */
    record State(Table<Taken> taken) {}

    @Override
    public String id() {
        return "bits-carried";
    }

    @Override
    public String statement() {
        return "the soft-dirty, uffd-wp and accessed bits of a pte survive its migration";
    }

    @Override
    public int looksAt() {
        return Machine.TABLES;
    }

    @Override
    public Object start(World<Machine> world) {
        return NOTHING_TAKEN;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        if (moved == null
                || Steps.same(before.machine().tables(), after.machine().tables())) {
            return state;
        }
        Step step = new Step((State) state, moved.thread(), before.machine(), after.machine());
        PteChanges.each(before.machine(), after.machine(), step::changed);
        return step.lost == null ? step.left() : new Violation(step.lost);
    }

    private static final class Step {
        private final State state;
        private final int thread;
        private final Machine before;
        private final Machine after;
        private Table<Taken> taken;
        private @Nullable String lost;

        Step(State state, int thread, Machine before, Machine after) {
            this.state = state;
            this.thread = thread;
            this.before = before;
            this.after = after;
            this.taken = state.taken;
        }

        void changed(int process, int va, Pte old, Pte now) {
            Bits had = bits(old);
            if (had == null && old.isNone()) {
                for (Taken one : taken) {
                    had = one.thread == thread && one.process == process && one.va == va ? one.bits : had;
                }
            }
            Bits has = bits(now);
            // an entry that is edited in place, as by clear_refs or mprotect, is not migrated by it
            boolean migrates = old instanceof Pte.Migration != now instanceof Pte.Migration;
            if (migrates && had != null && has != null && lost == null) {
                boolean keepsYoung = !(now instanceof Pte.DevicePrivate);
                String bit = had.softDirty && !has.softDirty
                        ? "soft-dirty"
                        : had.uffdWp != has.uffdWp
                                ? "uffd-wp"
                                : had.young && !has.young && keepsYoung ? "accessed" : null;
                lost = bit == null
                        ? null
                        : "the " + bit + " bit at p" + process + " " + va + " is lost: " + now + " instead of "
                                + (old.isNone() ? "a pte with " + had : old);
            }
            forget(process, va);
            if (had != null && now.isNone() && !old.isNone()) {
                taken = taken.plus(new Taken(thread, process, va, had));
            }
        }

        private static @Nullable Bits bits(Pte pte) {
            if (pte instanceof Pte.Present p) {
                return new Bits(p.softDirty(), p.uffdWp(), p.young());
            }
            if (pte instanceof Pte.DevicePrivate d) {
                return new Bits(d.softDirty(), d.uffdWp(), false);
            }
            return pte instanceof Pte.Migration m ? new Bits(m.softDirty(), m.uffdWp(), m.young()) : null;
        }

        private void forget(int process, int va) {
            keep(one -> one.process != process || one.va != va);
        }

        /** What is still remembered: nothing of a table that the thread has just unlocked. */
        State left() {
            keep(one -> {
                int table = before.tableOf(one.process, one.va);
                return table >= 0 && after.tables().get(table).ptl() == one.thread;
            });
            return taken.isEmpty() ? NOTHING_TAKEN : Steps.same(taken, state.taken) ? state : new State(taken);
        }

        private void keep(Predicate<Taken> which) {
            Table<Taken> kept = Table.empty();
            for (Taken one : taken) {
                kept = which.test(one) ? kept.plus(one) : kept;
            }
            taken = kept.size() == taken.size() ? taken : kept;
        }
    }
}
