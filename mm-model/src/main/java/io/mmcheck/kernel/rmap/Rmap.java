package io.mmcheck.kernel.rmap;

import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageKind;
import io.mmcheck.machine.Vma;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mapcounts, PG_anon_exclusive and the way from a folio to its ptes. Each act is atomic for holders of the page table lock.
 * None of them touches reference counts: the reference of a pte is the business of whoever writes the pte.
 */
public final class Rmap {
    private Rmap() {}

    /** An address that may map a folio: what rmap_walk() visits. */
    public record Mapping(int process, int va) {
        /** Before every other. */
        public static final Mapping FIRST = new Mapping(-1, -1);

        boolean isBehind(Mapping that) {
            return process > that.process || process == that.process && va > that.va;
        }
    }

    /** folio_add_new_anon_rmap(): the first mapping of a folio that nobody else knows, exclusive. */
    public static Machine addNewAnon(Machine m, int process, int va, int pfn) {
        return mapped(
                m,
                process,
                va,
                pfn,
                place(m, process, va, pfn).withExclusive(true).withSwapBacked(true));
    }

    /**
     * folio_add_anon_rmap_pte(): one more mapping, RMAP_EXCLUSIVE or not. A folio without a mapping yet (just read from swap)
     * gets one: the anon_vma of the VMA if it is exclusive, otherwise the root of the family (__folio_set_anon()), for a
     * relative further up may map it next and rmap has to find that too.
     */
    public static Machine addAnon(Machine m, int process, int va, int pfn, boolean exclusive) {
        Page page = m.page(pfn);
        if (!page.isAnon()) {
            Page placed = place(m, process, va, pfn);
            page = exclusive
                    ? placed
                    : placed.withMapping(m.anonVmas().get(placed.anonVma()).root(), placed.index());
        }
        return mapped(m, process, va, pfn, exclusive ? page.withExclusive(true) : page);
    }

    /** folio_add_file_rmap_pte(): one more mapping of a page of a file. */
    public static Machine addFile(Machine m, int process, int va, int pfn) {
        return mapped(m, process, va, pfn, m.page(pfn));
    }

    /** folio_try_dup_anon_rmap_pte() would succeed: the folio may be shared with a child as it is. */
    public static boolean canDup(Machine m, int process, int pfn) {
        return !(m.page(pfn).exclusive()
                && m.folio(pfn).maybePinned()
                && m.mm(process).hasPinned());
    }

    /** The mapping of a child; from now on nobody has the folio for himself. The shared zero page has no counts. */
    public static Machine dup(Machine m, int pfn) {
        Page page = m.page(pfn);
        return page.kind() == PageKind.ZERO
                ? m
                : m.withPage(pfn, page.withMapcount(page.mapcount() + 1).withExclusive(false));
    }

    /** folio_remove_rmap_pte(): one mapping less. The folio keeps its anon_vma until it is freed. */
    public static Machine remove(Machine m, int process, int va, int pfn) {
        Page page = m.page(pfn);
        if (page.kind() == PageKind.ZERO) {
            return m;
        }
        if (page.mapcount() <= 0) {
            throw new Bug("mapcount", "page " + pfn + " loses a mapping that it does not have");
        }
        Vma vma = m.mm(process).vma(va);
        boolean unlocks = vma != null && vma.locked() && !page.isHuge();
        return m.withPage(pfn, page.withMapcount(page.mapcount() - 1).withMlocked(!unlocks && page.mlocked()));
    }

    /** folio_add_new_anon_rmap() of a huge folio: one pmd maps it as a whole, exclusively. The mapping is told to each page. */
    public static Machine addNewAnonPmd(Machine m, int process, int va, int head) {
        Machine placed = placeHuge(m, process, va, head);
        Page page = placed.page(head).withExclusive(true).withSwapBacked(true);
        return mappedByPmd(placed, process, va, head, page);
    }

    /** folio_add_anon_rmap_pmd(): one more pmd maps the folio as a whole. */
    public static Machine addAnonPmd(Machine m, int process, int va, int head, boolean exclusive) {
        Machine placed = m.page(head).isAnon() ? m : placeHuge(m, process, va, head);
        Page page = placed.page(head);
        return mappedByPmd(placed, process, va, head, exclusive ? page.withExclusive(true) : page);
    }

    /** folio_try_dup_anon_rmap_pmd() has succeeded: a child maps the folio as a whole, and nobody has it for himself. */
    public static Machine dupPmd(Machine m, int head) {
        Page page = m.page(head);
        return m.withPage(
                head, page.withEntireMapcount(page.entireMapcount() + 1).withExclusive(false));
    }

    /** folio_remove_rmap_pmd(). */
    public static Machine removePmd(Machine m, int process, int va, int head) {
        Page page = m.page(head);
        if (page.entireMapcount() <= 0) {
            throw new Bug("mapcount", "page " + head + " loses a pmd mapping that it does not have");
        }
        Vma vma = m.mm(process).vma(va);
        boolean unlocks = vma != null && vma.locked();
        return m.withPage(
                head, page.withEntireMapcount(page.entireMapcount() - 1).withMlocked(!unlocks && page.mlocked()));
    }

    private static Machine placeHuge(Machine m, int process, int va, int head) {
        Machine placed = m;
        for (int i = 0; i < m.folioSize(head); i++) {
            placed = placed.withPage(head + i, place(placed, process, va + i, head + i));
        }
        return placed;
    }

    private static Machine mappedByPmd(Machine m, int process, int va, int head, Page page) {
        Vma vma = m.mm(process).vma(va);
        boolean locks = vma != null && vma.locked();
        return m.withPage(
                head, page.withEntireMapcount(page.entireMapcount() + 1).withMlocked(locks || page.mlocked()));
    }

    /** folio_try_share_anon_rmap_pte() would succeed: an exclusive folio that nobody has pinned. */
    public static boolean canShare(Page page) {
        return !page.maybePinned();
    }

    /** Every address that may map a page of the folio, in the order of rmap_walk() here: by process, then by address. */
    public static List<Mapping> walk(Machine m, int pfn) {
        List<Mapping> found = new ArrayList<>();
        int head = m.head(pfn);
        for (int i = 0; i < m.folioSize(pfn); i++) {
            walkPage(m, m.page(head + i), found);
        }
        found.sort((a, b) -> a.isBehind(b) ? 1 : b.isBehind(a) ? -1 : 0);
        return found;
    }

    private static void walkPage(Machine m, Page page, List<Mapping> found) {
        if (!page.hasMapping()) {
            return;
        }
        for (int process = 0; process < m.mms().size(); process++) {
            for (Vma vma : m.mm(process).vmas()) {
                int va = vma.addressOf(page.index());
                if (reaches(page, vma) && vma.contains(va)) {
                    found.add(new Mapping(process, va));
                }
            }
        }
    }

    /** Which page of a folio belongs to an address that {@link #walk} has found: 0 for a small one. */
    public static int nthAt(Machine m, int pfn, Mapping at) {
        Vma vma = m.mm(at.process()).vma(at.va());
        return vma == null ? 0 : vma.indexOf(at.va()) - m.folio(pfn).index();
    }

    private static boolean reaches(Page page, Vma vma) {
        return page.isFile() ? vma.file() == page.file() : (vma.chain() & 1L << page.anonVma()) != 0;
    }

    /** The next address to visit after one, or null: a walk needs to remember no more than where it is. */
    public static @Nullable Mapping after(Machine m, int pfn, Mapping here) {
        for (Mapping next : walk(m, pfn)) {
            if (next.isBehind(here)) {
                return next;
            }
        }
        return null;
    }

    /** The same for one page of a folio. */
    public static @Nullable Mapping afterPage(Machine m, int pfn, Mapping here) {
        List<Mapping> found = new ArrayList<>();
        walkPage(m, m.page(pfn), found);
        Mapping first = null;
        for (Mapping next : found) {
            first = next.isBehind(here) && (first == null || first.isBehind(next)) ? next : first;
        }
        return first;
    }

    private static Page place(Machine m, int process, int va, int pfn) {
        Vma vma = m.mm(process).vma(va);
        if (vma == null || vma.anonVma() < 0) {
            throw new Bug(
                    "rmap",
                    "page " + pfn + " is mapped at page " + va + " of process " + process + ", which has no anon_vma");
        }
        return m.page(pfn).withMapping(vma.anonVma(), vma.indexOf(va));
    }

    /** mlock_vma_folio() happens with the mapping; device pages are never mlocked. */
    private static Machine mapped(Machine m, int process, int va, int pfn, Page page) {
        Vma vma = m.mm(process).vma(va);
        boolean locks = vma != null && vma.locked() && !page.isDevice() && !page.isHuge();
        return m.withPage(pfn, page.withMapcount(page.mapcount() + 1).withMlocked(locks || page.mlocked()));
    }
}
