package io.mmcheck.property;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.PageTable;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Vma;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the ptes of one machine say of each page, counted once for all properties that ask. Several properties judge the same
 * step one after the other, and many steps begin where another has begun or ended: so the last two answers of each thread are
 * kept. They depend on pages, processes and page tables alone.
 */
final class Books {
    private static final ThreadLocal<Last> LAST = ThreadLocal.withInitial(Last::new);

    /** The answer that was asked for last, and the one before. */
    private static final class Last {
        private @Nullable Books newest;
        private @Nullable Books older;
    }

    private final Machine machine;
    private final int[] mapping;
    private final int[] migrating;
    private final int[] exclusive;
    private final int[] entire;
    private final boolean[] busy;
    private final @Nullable Place[] place;
    private final @Nullable Place[] writable;

    /** What {@link #changedSince} has answered last, and to whom. Books stay with the thread that has made them. */
    private int @Nullable [] changed;

    private @Nullable Books since;

    /** An address whose pte names a page. */
    record Place(int process, int va) {
        @Override
        public String toString() {
            return "p" + process + " " + va;
        }
    }

    /** Visits ptes. */
    @FunctionalInterface
    interface Visitor {
        void visit(int process, int va, Pte pte);
    }

    private Books(Machine m) {
        int pages = m.pages().size();
        machine = m;
        mapping = new int[pages];
        migrating = new int[pages];
        exclusive = new int[pages];
        entire = new int[pages];
        busy = new boolean[pages];
        place = new @Nullable Place[pages];
        writable = new @Nullable Place[pages];
        for (int process = 0; process < m.mms().size(); process++) {
            Mm mm = m.mms().get(process);
            for (int i = 0; i < mm.pmds().size(); i++) {
                int from = i * m.config().ptesPerTable();
                if (mm.pmds().get(i) instanceof Pmd.ToTable to) {
                    count(process, from, m.tables().get(to.table()));
                } else {
                    count(process, from, mm.pmds().get(i));
                }
            }
            if (mm.pmdLock() >= 0) {
                maybeThere(process, 0, m.config().addresses());
            }
        }
    }

    static Books of(Machine m) {
        Last last = LAST.get();
        Books newest = last.newest;
        if (newest != null && alike(newest.machine, m)) {
            return newest;
        }
        Books older = last.older;
        Books books = older != null && alike(older.machine, m) ? older : new Books(m);
        last.older = newest;
        last.newest = books;
        return books;
    }

    /** Whether two machines share everything that these books depend on. */
    static boolean alike(Machine one, Machine other) {
        return Steps.same(one.pages(), other.pages())
                && Steps.same(one.tables(), other.tables())
                && Steps.same(one.mms(), other.mms());
    }

    /** Every page. */
    int[] pages() {
        return IntStream.range(0, busy.length).toArray();
    }

    /** The pages that are not as they were, or of which these books say something else. */
    int[] changedSince(Books other) {
        if (changed == null || !Steps.same(since, other)) {
            int[] all = new int[busy.length];
            int n = 0;
            for (int pfn = 0; pfn < all.length; pfn++) {
                if (!saysTheSame(other, pfn)) {
                    all[n++] = pfn;
                }
            }
            changed = Arrays.copyOf(all, n);
            since = other;
        }
        return changed;
    }

    private boolean saysTheSame(Books other, int pfn) {
        return Steps.same(machine.page(pfn), other.machine.page(pfn))
                && mapping[pfn] == other.mapping[pfn]
                && migrating[pfn] == other.migrating[pfn]
                && busy[pfn] == other.busy[pfn]
                && (writable[pfn] == null) == (other.writable[pfn] == null);
    }

    private void count(int process, int from, PageTable table) {
        boolean locked = table.ptl() >= 0;
        int size = table.ptes().size();
        for (int i = 0; i < size; i++) {
            Pte pte = table.ptes().get(i);
            int pfn = -1;
            boolean writes = false;
            if (pte instanceof Pte.Present p) {
                pfn = p.pfn();
                writes = p.writable();
                mapping[pfn]++;
            } else if (pte instanceof Pte.DevicePrivate d) {
                pfn = d.pfn();
                writes = d.writable();
                mapping[pfn]++;
            } else if (pte instanceof Pte.Migration m) {
                pfn = m.pfn();
                migrating[pfn]++;
            } else if (pte instanceof Pte.DeviceExclusive e) {
                pfn = e.pfn();
                exclusive[pfn]++;
            }
            if (pfn >= 0) {
                place[pfn] = place[pfn] == null ? new Place(process, from + i) : place[pfn];
                writable[pfn] = writable[pfn] == null && writes ? new Place(process, from + i) : writable[pfn];
                busy[pfn] |= locked;
            }
        }
        if (locked) {
            maybeThere(process, from, from + size);
        }
    }

    private void count(int process, int from, Pmd pmd) {
        if (pmd instanceof Pmd.Huge huge) {
            int head = huge.pfn();
            entire[head]++;
            place[head] = place[head] == null ? new Place(process, from) : place[head];
            writable[head] =
                    writable[head] == null && huge.bits().writable() ? new Place(process, from) : writable[head];
        } else if (pmd instanceof Pmd.Migration entry) {
            migrating[entry.pfn()]++;
            place[entry.pfn()] = place[entry.pfn()] == null ? new Place(process, from) : place[entry.pfn()];
        }
    }

    /** Folios whose rmap leads into a locked table: their pte may just be out of it. */
    private void maybeThere(int process, int from, int to) {
        for (int pfn = 0; pfn < busy.length; pfn++) {
            Page page = machine.page(pfn);
            if (!busy[pfn] && page.hasMapping()) {
                for (Vma vma : machine.mm(process).vmas()) {
                    int va = vma.addressOf(page.index());
                    busy[pfn] |= from <= va && va < to && vma.contains(va);
                }
            }
        }
    }

    /** How many present and device-private ptes name the page. */
    int mapping(int pfn) {
        return mapping[pfn];
    }

    /** How many device-exclusive entries name the page: each is a reference, none is a mapping. */
    int exclusive(int pfn) {
        return exclusive[pfn];
    }

    /** How many pmds map the folio of which this page is the head. */
    int entire(int pfn) {
        return entire[pfn];
    }

    /** How many ptes and pmds map pages of the folio of which this page is the head. */
    int mappingFolio(int head) {
        int count = entire[head];
        for (int i = 0; i < machine.folioSize(head); i++) {
            count += mapping[head + i];
        }
        return count;
    }

    /** How many migration entries name the page. */
    int migrating(int pfn) {
        return migrating[pfn];
    }

    /** Whether some thread is inside a page table lock section on a pte of the page: counts may be off in between. */
    boolean busy(int pfn) {
        if (!machine.page(pfn).isHuge()) {
            return busy[pfn];
        }
        boolean any = false;
        for (int i = 0; i < machine.folioSize(pfn); i++) {
            any |= busy[machine.head(pfn) + i];
        }
        return any;
    }

    /** The first address whose pte names the page, or null. */
    @Nullable
    Place place(int pfn) {
        return place[pfn];
    }

    /** The first address that maps the page writable, or null. */
    @Nullable
    Place writable(int pfn) {
        return writable[pfn];
    }

    /** Visits every pte of every page table that is in use. */
    static void each(Machine m, Visitor visitor) {
        for (int process = 0; process < m.mms().size(); process++) {
            Mm mm = m.mms().get(process);
            for (int i = 0; i < mm.pmds().size(); i++) {
                if (mm.pmds().get(i) instanceof Pmd.ToTable to) {
                    PageTable table = m.tables().get(to.table());
                    for (int j = 0; j < table.ptes().size(); j++) {
                        visitor.visit(
                                process,
                                i * m.config().ptesPerTable() + j,
                                table.ptes().get(j));
                    }
                }
            }
        }
    }
}
