package io.mmcheck.kernel.pgtable;

import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.machine.event.PmdBad;
import io.mmcheck.program.Next;
import java.util.function.Function;

/**
 * mm/pgtable-generic.c, __pte_offset_map() and pte_offset_map_lock(): the page table of a pmd, or NULL where there is none (any
 * more): the pmd is none, huge, or the entry of a huge page that migrates. A bad pmd is cleared, which is told once.
 *
 * <p>{@link #lock} is all of pte_offset_map_lock() as one step. The kernel takes the pmd under RCU, locks that table, reads the
 * pmd again and starts anew if it differs: whatever happens in between, the outcome is the one of a look at the moment when the
 * lock is taken. Those who are watched for just that take the steps one by one: migrate_vma_collect_pmd() and
 * migrate_vma_insert_page().
 */
public final class PteOffsetMap {
    /** No page table. */
    public static final int NULL = -1;

    /** What is next with the locked table. */
    @FunctionalInterface
    public interface Locked<L> {
        Next<L> with(Machine locked, int table);
    }

    private PteOffsetMap() {}

    /** __pte_offset_map() without its side effect: the table that the pmd names now, or {@link #NULL}. */
    public static int table(Machine m, int process, int va) {
        return m.pmd(process, va) instanceof Pmd.ToTable to ? to.table() : NULL;
    }

    /** pmd_clear_bad(), where the pmd is bad; what is next is told of it. */
    public static <L> Next<L> clearBad(Machine m, int process, int va, Function<Machine, Next<L>> then) {
        return m.pmd(process, va) instanceof Pmd.Bad
                ? then.apply(m.withPmd(process, va, Pmd.NONE)).saying(new PmdBad(process, m.pmdStart(va)))
                : then.apply(m);
    }

    /** pte_offset_map_lock(): what is next with the locked table, and what is next without one. */
    public static <L> Next<L> lock(
            Machine m, ThreadId self, int process, int va, Locked<L> locked, Function<Machine, Next<L>> isNull) {
        int table = table(m, process, va);
        if (table == NULL) {
            return clearBad(m, process, va, isNull);
        }
        return Ptl.isFree(m, table)
                ? locked.with(Ptl.lock(m, self, table), table).saying(new Acquired(LockClass.PTL, table))
                : Next.blocked(Ptl.waitFor(m, table));
    }

    /** Whether this table is still the one of the address: the second look of pte_offset_map_lock(), under its lock. */
    public static boolean isStill(Machine m, int process, int va, int table) {
        return table(m, process, va) == table;
    }
}
