package io.mmcheck.kernel.hugememory;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.PteAlloc;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.Vma;

/** What the holder of the pmd lock does to a huge pmd, each act atomic for everybody who takes that lock. */
public final class HugePmd {
    private HugePmd() {}

    /** thp_vma_suitable_order() and thp_vma_allowable_order(), with /sys/kernel/mm/transparent_hugepage/enabled at madvise. */
    public static boolean allowed(Machine m, Vma vma, int va) {
        int start = m.pmdStart(va);
        return vma.hugepage()
                && vma.isAnonymous()
                && !vma.special()
                && vma.start() <= start
                && start + m.config().ptesPerTable() <= vma.end();
    }

    /** pmdp_invalidate(): CPUs cannot use it any more, and it is still a huge pmd for the kernel. */
    public static Machine invalidate(Machine m, int process, int va) {
        Pmd.Huge huge = (Pmd.Huge) m.pmd(process, va);
        return m.withPmd(process, va, new Pmd.Huge(huge.bits().withProtNone(true)));
    }

    /** flush_pmd_tlb_range(). */
    public static Machine flush(Machine m, int process, int va) {
        int start = m.pmdStart(va);
        return Tlb.flushRange(m, process, start, start + m.config().ptesPerTable());
    }

    /** The counters of a process: a huge page counts for each of its pages. */
    public static Machine rss(Machine m, int process, int change) {
        Mm mm = m.mm(process);
        return m.withMm(process, mm.withRss(mm.rss() + change));
    }

    /** __split_huge_zero_page_pmd(), second half: a table of ptes of the zero page. */
    public static Machine populateZero(Machine m, int process, int va) {
        Pte zero = new Pte.Present(m.zeroPage(), false, false, true, false, false, false);
        return PteAlloc.populate(m, process, va, Table.fill(m.config().ptesPerTable(), zero));
    }

    /**
     * __split_huge_pmd_locked(), second half: a table with a pte for each page. Each is a mapping of its own with a reference of
     * its own, and exclusive if the whole was.
     *
     * @param old the pmd as it was before it was invalidated
     */
    public static Machine populatePages(Machine m, int process, int va, Pte.Present old) {
        int head = old.pfn();
        int start = m.pmdStart(va);
        boolean exclusive = m.page(head).exclusive();
        Table<Pte> ptes = Table.empty();
        Machine split = Folio.refAdd(dirtied(m, old), head, m.folioSize(head) - 1);
        for (int i = 0; i < m.folioSize(head); i++) {
            ptes = ptes.plus(old.withPfn(head + i));
            Page page = split.page(head + i);
            split = split.withPage(
                    head + i, page.withMapcount(page.mapcount() + 1).withExclusive(exclusive));
        }
        return PteAlloc.populate(Rmap.removePmd(split, process, start, head), process, va, ptes);
    }

    /** The same with freeze: migration entries, which hold nothing. The caller has made sure that the folio may be shared. */
    public static Machine populateEntries(Machine m, int process, int va, Pte.Present old) {
        int head = old.pfn();
        Table<Pte> ptes = Table.empty();
        Pte.Migration entry = entry(old, m.page(head).exclusive());
        for (int i = 0; i < m.folioSize(head); i++) {
            ptes = ptes.plus(entry.withPfn(head + i));
        }
        Machine shared = dirtied(m, old);
        shared = shared.withPage(head, shared.page(head).withExclusive(false));
        Machine unmapped = Rmap.removePmd(shared, process, m.pmdStart(va), head);
        return Folio.refSub(PteAlloc.populate(unmapped, process, va, ptes), head, 1);
    }

    /** Splitting the entry of a huge page that migrates: one for each page. */
    public static Machine populateMigration(Machine m, int process, int va, Pte.Migration old) {
        Table<Pte> ptes = Table.empty();
        for (int i = 0; i < m.folioSize(old.pfn()); i++) {
            ptes = ptes.plus(old.withPfn(old.pfn() + i));
        }
        return PteAlloc.populate(m, process, va, ptes);
    }

    /** set_pmd_migration_entry(), second half: one entry for the whole. */
    public static Machine setEntry(Machine m, int process, int va, Pte.Present old) {
        int head = old.pfn();
        boolean exclusive = m.page(head).exclusive();
        Machine shared = dirtied(m, old);
        shared = shared.withPage(head, shared.page(head).withExclusive(false));
        Machine set = shared.withPmd(process, va, new Pmd.Migration(entry(old, exclusive)));
        return Folio.refSub(Rmap.removePmd(set, process, m.pmdStart(va), head), head, 1);
    }

    private static Machine dirtied(Machine m, Pte.Present old) {
        return old.dirty() ? m.withPage(old.pfn(), m.page(old.pfn()).withDirty(true)) : m;
    }

    private static Pte.Migration entry(Pte.Present old, boolean exclusive) {
        Pte.Migration.Kind kind = old.writable()
                ? Pte.Migration.Kind.WRITE
                : exclusive ? Pte.Migration.Kind.READ_EXCLUSIVE : Pte.Migration.Kind.READ;
        return new Pte.Migration(old.pfn(), kind, old.young(), old.dirty(), old.softDirty(), old.uffdWp());
    }

    /** The huge page that a pmd maps. */
    public static Pte.Present bits(Machine m, int process, int va) {
        if (m.pmd(process, va) instanceof Pmd.Huge huge) {
            return huge.bits();
        }
        throw new Bug("page table", "the pmd of page " + va + " of process " + process + " is no huge page");
    }
}
