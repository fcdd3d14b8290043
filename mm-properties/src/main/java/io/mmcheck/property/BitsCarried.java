package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import io.mmcheck.report.PteText;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The soft-dirty, uffd-wp and accessed bits of a pte survive every change of its kind: the migration, swap or device-exclusive
 * entry has them from the pte that it replaces, and the pte that replaces it has them from there. Only present ptes and migration
 * entries have an accessed bit. mm/migrate_device.c, migrate_vma_collect_pmd(), mm/rmap.c, try_to_migrate_one(),
 * try_to_unmap_one() and page_make_device_exclusive_one(), mm/migrate.c, remove_migration_pte(), mm/memory.c, do_swap_page() and
 * restore_exclusive_pte(). (Of the dirty bit dirty-carried speaks.)
 */
public final class BitsCarried implements Property {
    private static final State NOTHING_TAKEN = new State(Table.empty());

    /** The pte that a thread has cleared last, while it holds the page table lock. */
    record Taken(int thread, int process, int va, Bits bits) {}

    /** The bits that have to be carried. */
    record Bits(Kinds kind, boolean softDirty, boolean uffdWp, boolean young) {}

    /** Kinds of entries that stand for a page. */
    enum Kinds {
        PRESENT,
        SWAP,
        MIGRATION,
        DEVICE_PRIVATE,
        DEVICE_EXCLUSIVE;

        boolean hasYoung() {
            return this == PRESENT || this == MIGRATION;
        }
    }

    /** What is remembered. */
    record State(Table<Taken> taken) {}

    @Override
    public String id() {
        return "bits-carried";
    }

    @Override
    public String statement() {
        return "the soft-dirty, uffd-wp and accessed bits of a pte survive when it becomes an entry of another kind,"
                + " and back";
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
            // an entry that is edited in place, as by clear_refs or mprotect, keeps its kind
            if (had != null && has != null && had.kind != has.kind && lost == null) {
                boolean keepsYoung = had.kind.hasYoung() && has.kind.hasYoung();
                String bit = had.softDirty && !has.softDirty
                        ? "soft-dirty"
                        : had.uffdWp != has.uffdWp
                                ? "uffd-wp"
                                : had.young && !has.young && keepsYoung ? "accessed" : null;
                lost = bit == null
                        ? null
                        : "the " + bit + " bit at p" + process + " " + va + " is lost: the pte is now "
                                + PteText.of(now) + (old.isNone() ? "" : " and was " + PteText.of(old));
            }
            forget(process, va);
            if (had != null && now.isNone() && !old.isNone()) {
                taken = taken.plus(new Taken(thread, process, va, had));
            }
        }

        private static @Nullable Bits bits(Pte pte) {
            if (pte instanceof Pte.Present p) {
                return new Bits(Kinds.PRESENT, p.softDirty(), p.uffdWp(), p.young());
            }
            if (pte instanceof Pte.DevicePrivate d) {
                return new Bits(Kinds.DEVICE_PRIVATE, d.softDirty(), d.uffdWp(), false);
            }
            if (pte instanceof Pte.DeviceExclusive e) {
                return new Bits(Kinds.DEVICE_EXCLUSIVE, e.softDirty(), e.uffdWp(), false);
            }
            if (pte instanceof Pte.Swap s) {
                return new Bits(Kinds.SWAP, s.softDirty(), s.uffdWp(), false);
            }
            return pte instanceof Pte.Migration m
                    ? new Bits(Kinds.MIGRATION, m.softDirty(), m.uffdWp(), m.young())
                    : null;
        }

        private void forget(int process, int va) {
            keep(one -> one.process != process || one.va != va);
        }

        /** What is still remembered: nothing of a table that the thread has just unlocked. */
        State left() {
            keep(one -> {
                int table = PteChanges.table(before, one.process, one.va);
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
