package io.mmcheck.property;

import io.mmcheck.explore.Violation;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.program.Frame;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import io.mmcheck.report.PteText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whenever a page table lock is released, each TLB entry that allows more than its pte is owed by somebody: by a running
 * operation that gathers (zap, MADV_FREE, mprotect, clear_refs and fork flush before they return), or by the mark of batched
 * unmapping in the mm (whoever zaps or changes the ptes next flushes first). A migration entry is never owed: whoever finds one
 * takes it for finished, and zap does not flush for it (mm/memory.c, zap_pte_range()). When an operation returns it owes nothing,
 * and no TLB reaches a page when it is freed.
 */
public final class TlbWithinPte implements Property {
    /** The programs that flush later, before they return: the ones that use mmu_gather, and those that flush a range at the end. */
    private static final Set<String> GATHER = Set.of(
            "zap_page_range",
            "exit_mm",
            "madvise_free_single_vma",
            "change_protection",
            "copy_page_range",
            "dup_mmap",
            "clear_refs_write");

    private static final State NOTHING_OWED = new State(Table.empty());

    /** An address for which a thread will have to flush. */
    record Debt(int thread, int process, int va) {}

    /** What is remembered. */
    record State(Table<Debt> debts) {}

    @Override
    public String id() {
        return "tlb-within-pte";
    }

    @Override
    public String statement() {
        return "when a page table lock is released, no TLB allows more than the ptes, unless a running operation owes"
                + " the flush";
    }

    @Override
    public int looksAt() {
        return Machine.PAGES | Machine.MMS | Machine.TABLES | Machine.CPUS | ENDS;
    }

    @Override
    public Object start(World<Machine> world) {
        return NOTHING_OWED;
    }

    @Override
    public Object judge(Object state, World<Machine> before, World<Machine> after) {
        Machine old = before.machine();
        Machine m = after.machine();
        Moved<Machine> moved = after.moved();
        if (moved == null || Steps.same(old, m) && moved.finished() == null) {
            return state;
        }
        String reached = Steps.same(old.pages(), m.pages()) ? null : reachedWhenFreed(old, m);
        if (reached != null) {
            return new Violation(reached);
        }
        Table<Debt> debts = ((State) state).debts;
        for (int i = 0; !Steps.same(old.tables(), m.tables()) && i < m.tables().size(); i++) {
            if (old.tables().get(i).ptl() >= 0 && m.tables().get(i).ptl() < 0) {
                Unlock unlock = new Unlock(m, debts, moved.thread(), gathers(before.frame(moved.thread())));
                unlock.table(old, i);
                debts = unlock.debts;
                if (unlock.lost != null) {
                    return new Violation(unlock.lost);
                }
            }
        }
        if (!Steps.same(old.mms(), m.mms())) {
            Unlock unlock = new Unlock(m, debts, moved.thread(), gathers(before.frame(moved.thread())));
            unlock.pmds(old);
            debts = unlock.debts;
            if (unlock.lost != null) {
                return new Violation(unlock.lost);
            }
        }
        if (moved.finished() != null) {
            debts = without(debts, moved.thread());
            String lost = owedByNobody(m, debts);
            if (lost != null) {
                return new Violation(moved.finished().text() + " has returned, and " + lost);
            }
        }
        debts = debts.isEmpty() ? debts : stillOwed(m, debts);
        return Steps.same(debts, ((State) state).debts) ? state : debts.isEmpty() ? NOTHING_OWED : new State(debts);
    }

    private static boolean gathers(@Nullable Frame top) {
        for (Frame frame = top; frame != null; frame = frame.caller()) {
            if (GATHER.contains(frame.place().program().name())) {
                return true;
            }
        }
        return false;
    }

    /** A page that has just been freed and that some TLB still maps. */
    private static @Nullable String reachedWhenFreed(Machine old, Machine m) {
        for (int pfn = 0; pfn < m.pages().size(); pfn++) {
            Page page = m.page(pfn);
            if (!Steps.same(page, old.page(pfn))
                    && (page.kind() == PageKind.SYSTEM || page.kind() == PageKind.DEVICE_COHERENT)
                    && page.isFree()
                    && !old.page(pfn).isFree()) {
                for (int row = 0; row < m.config().processes() * m.config().addresses(); row++) {
                    for (int cpu = 0; cpu < m.cpus().size(); cpu++) {
                        if (m.cpus().get(cpu).entry(row).pfn() == pfn) {
                            return "page " + pfn + " is freed while the TLB of CPU " + cpu + " maps it at "
                                    + address(m, row);
                        }
                    }
                }
            }
        }
        return null;
    }

    /** The first CPU whose entry allows more than the pte and is not covered by the mark of batched unmapping, or -1. */
    private static int exceeding(Machine m, int process, int va) {
        int row = m.config().row(process, va);
        for (int cpu = 0; cpu < m.cpus().size(); cpu++) {
            TlbEntry entry = m.cpus().get(cpu).entry(row);
            if (!entry.isNone()) {
                Pte pte = m.leaf(process, va);
                boolean dirtier = entry.writable() && entry.dirty() && pte instanceof Pte.Present p && !p.dirty();
                boolean marked = (m.mm(process).unflushed() & 1 << cpu) != 0 && !isMigrated(entry, pte);
                if ((entry.exceeds(pte) || dirtier) && !marked) {
                    return cpu;
                }
            }
        }
        return -1;
    }

    /** A migration entry for the very page: an older entry, of a page that was zapped here before, is the business of the zap. */
    private static boolean isMigrated(TlbEntry entry, Pte pte) {
        return pte instanceof Pte.Migration migration && migration.pfn() == entry.pfn();
    }

    /** One page table is unlocked. */
    private static final class Unlock {
        private final Machine m;
        private final int thread;
        private final boolean gathers;
        private Table<Debt> debts;
        private @Nullable String lost;

        Unlock(Machine m, Table<Debt> debts, int thread, boolean gathers) {
            this.m = m;
            this.debts = debts;
            this.thread = thread;
            this.gathers = gathers;
        }

        void table(Machine old, int table) {
            int first = PteChanges.firstAddress(old, table);
            for (int i = 0; first >= 0 && i < m.config().ptesPerTable(); i++) {
                int process = (first + i) / m.config().addresses();
                address(process, (first + i) % m.config().addresses());
            }
        }

        /** What no page table translates: judged when the pmd lock is released, or a pmd changes in one act. */
        void pmds(Machine old) {
            for (int process = 0; process < m.mms().size(); process++) {
                boolean unlocked = old.mm(process).pmdLock() >= 0;
                for (int va = 0; m.mm(process).pmdLock() < 0 && va < m.config().addresses(); va++) {
                    boolean changed = !Steps.same(old.pmd(process, va), m.pmd(process, va));
                    if ((unlocked || changed) && !m.pmd(process, va).isTable()) {
                        address(process, va);
                    }
                }
            }
        }

        private void address(int process, int va) {
            int cpu = exceeding(m, process, va);
            if (cpu < 0 || lost != null) {
                return;
            }
            boolean migration = isMigrated(m.cpus().get(cpu).entry(m.config().row(process, va)), m.leaf(process, va));
            if (!migration && gathers) {
                Debt debt = new Debt(thread, process, va);
                debts = owes(debts, debt) ? debts : debts.plus(debt);
            } else if (migration || !isOwed(debts, process, va)) {
                lost = "T" + thread + " drops the page table lock, and " + describe(m, cpu, process, va);
            }
        }
    }

    private static boolean owes(Table<Debt> debts, Debt debt) {
        for (Debt one : debts) {
            if (one.equals(debt)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOwed(Table<Debt> debts, int process, int va) {
        for (Debt one : debts) {
            if (one.process == process && one.va == va) {
                return true;
            }
        }
        return false;
    }

    private static Table<Debt> without(Table<Debt> debts, int thread) {
        Table<Debt> left = Table.empty();
        for (Debt one : debts) {
            left = one.thread == thread ? left : left.plus(one);
        }
        return left.size() == debts.size() ? debts : left;
    }

    private static Table<Debt> stillOwed(Machine m, Table<Debt> debts) {
        Table<Debt> left = Table.empty();
        for (Debt one : debts) {
            left = exceeding(m, one.process, one.va) < 0 ? left : left.plus(one);
        }
        return left.size() == debts.size() ? debts : left;
    }

    private static @Nullable String owedByNobody(Machine m, Table<Debt> debts) {
        for (int process = 0; process < m.mms().size(); process++) {
            for (int va = 0; va < m.config().addresses(); va++) {
                int cpu = exceeding(m, process, va);
                if (cpu >= 0 && m.ptl(process, va) < 0 && !isOwed(debts, process, va)) {
                    return describe(m, cpu, process, va);
                }
            }
        }
        return null;
    }

    private static String describe(Machine m, int cpu, int process, int va) {
        TlbEntry entry = m.tlb(cpu, process, va);
        return "the TLB of CPU " + cpu + " still maps p" + process + " " + va + " to page " + entry.pfn()
                + (entry.writable() ? " writable" : "") + (entry.dirty() ? " dirty" : "") + ", where the pte is "
                + PteText.of(m.leaf(process, va));
    }

    private static String address(Machine m, int row) {
        return "p" + row / m.config().addresses() + " " + row % m.config().addresses();
    }
}
