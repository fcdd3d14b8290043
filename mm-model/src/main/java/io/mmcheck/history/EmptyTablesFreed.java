package io.mmcheck.history;

import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.memory.ZapRange;
import io.mmcheck.kernel.pgtable.PmdLock;
import io.mmcheck.kernel.pgtable.Rcu;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/**
 * Later kernels free a page table that MADV_DONTNEED leaves empty: mm/pt_reclaim.c, try_to_free_pte(). The pmd becomes none under
 * mmap_lock for reading, with the pmd lock and the page table lock held, and the table is freed by RCU. So one more reason for
 * pte_offset_map_lock() to fail, which nobody who asks it is the worse for.
 */
public final class EmptyTablesFreed implements HistoricPatch {
    static final List<Edit> EDITS = List.of(
            Edit.replace(ZapRange.PROGRAM, ZapRange.At.UNLOCK_PTL, EmptyTablesFreed::unlockPtl),
            Edit.insertAfter(
                    ZapRange.PROGRAM, ZapRange.At.UNLOCK_PTL, At.TRY_TO_FREE_PTE, EmptyTablesFreed::tryToFreePte));

    /** What the patch brings. */
    public enum At {
        TRY_TO_FREE_PTE
    }

    @Override
    public String id() {
        return "empty-tables-freed";
    }

    @Override
    public String title() {
        return "MADV_DONTNEED frees the page tables that it leaves empty";
    }

    @Override
    public String source() {
        return "\"mm: pgtable: reclaim empty PTE page in madvise(MADV_DONTNEED)\"";
    }

    @Override
    public String releases() {
        return "after 6.12";
    }

    @Override
    public Set<String> breaks() {
        return Set.of();
    }

    @Override
    public List<Edit> edits() {
        return EDITS;
    }

    /** Only of tables that the range covers. */
    private static Next<ZapRange.Locals> unlockPtl(Machine m, ThreadId self, ZapRange.Locals l) {
        int start = m.pmdStart(l.va() - 1);
        boolean covered = l.from() <= start && l.to() >= start + m.config().ptesPerTable();
        return covered
                ? Next.next(Ptl.unlock(m, self, l.table()), l.withTable(-1))
                : ZapRange.PROGRAM.step(ZapRange.At.UNLOCK_PTL).take(m, self, l);
    }

    private static Next<ZapRange.Locals> tryToFreePte(Machine m, ThreadId self, ZapRange.Locals l) {
        int va = l.va() - 1;
        if (!PmdLock.isFree(m, l.process())) {
            return Next.blocked(PmdLock.waitFor(m, l.process()));
        }
        if (!(m.pmd(l.process(), va) instanceof Pmd.ToTable to)) {
            return Next.go(m, ZapRange.At.NEXT_TABLE, l);
        }
        if (!Ptl.isFree(m, to.table())) {
            return Next.blocked(Ptl.waitFor(m, to.table()));
        }
        Machine freed = isEmpty(m.tables().get(to.table()).ptes())
                ? Rcu.freeDeferred(m.withPmd(l.process(), va, Pmd.NONE), to.table())
                : m;
        return Next.go(freed, ZapRange.At.NEXT_TABLE, l);
    }

    private static boolean isEmpty(Table<Pte> ptes) {
        for (Pte pte : ptes) {
            if (!pte.isNone()) {
                return false;
            }
        }
        return true;
    }
}
