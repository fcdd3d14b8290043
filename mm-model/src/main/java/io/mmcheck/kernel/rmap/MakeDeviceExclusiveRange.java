package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.rmap.MakeDeviceExclusiveRange.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.memory.HandleMmFault;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import org.jspecify.annotations.Nullable;

/**
 * mm/rmap.c, make_device_exclusive_range(): get the pages of a range for writing, then take each of them away from all CPUs. The
 * caller holds mmap_lock for reading. What it gets back locked and referenced is exclusive until it unlocks and puts it.
 */
public final class MakeDeviceExclusiveRange {
    public enum At {
        LOCK_PTL,
        GRAB_PAGE,
        UNLOCK_PTL,
        FAULT,
        FAULTED,
        NEXT_PAGE,
        TRYLOCK_FOLIO,
        MAKE_EXCLUSIVE,
        MADE,
        UNLOCK_FOLIO,
        PUT_FOLIO
    }

    /**
     * What it remembers.
     *
     * @param process the process
     * @param from the first page
     * @param to the one behind the last
     * @param owner the device that asks
     * @param pages what GUP has taken so far
     * @param i the page that is being made exclusive
     * @param result the pages that are done: exclusive, or -1
     */
    public record Locals(int process, int from, int to, int owner, Table<Integer> pages, int i, Table<Integer> result) {
        public static Locals of(int process, int from, int to, int owner) {
            return new Locals(process, from, to, owner, Table.empty(), 0, Table.empty());
        }

        int va() {
            return from + pages.size();
        }

        int pfn() {
            return pages.get(i);
        }

        Locals plus(int page) {
            return new Locals(process, from, to, owner, pages.plus(page), i, result);
        }

        Locals made(int page) {
            return new Locals(process, from, to, owner, pages, i + 1, result.plus(page));
        }
    }

    /**
     * What it returns.
     *
     * @param error an errno if not a single page could be had
     * @param pages the pages of the range up to the first that could not be had; -1 for one that is not exclusive
     */
    public record Result(@Nullable Errno error, Table<Integer> pages) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("make_device_exclusive_range")
            .at(LOCK_PTL, MakeDeviceExclusiveRange::lockPtl)
            .at(GRAB_PAGE, MakeDeviceExclusiveRange::grabPage)
            .at(UNLOCK_PTL, MakeDeviceExclusiveRange::unlockPtl)
            .at(FAULT, MakeDeviceExclusiveRange::fault)
            .atReturn(FAULTED, MakeDeviceExclusiveRange::faulted)
            .at(NEXT_PAGE, MakeDeviceExclusiveRange::nextPage)
            .at(TRYLOCK_FOLIO, MakeDeviceExclusiveRange::trylockFolio)
            .at(MAKE_EXCLUSIVE, MakeDeviceExclusiveRange::makeExclusive)
            .atReturn(MADE, MakeDeviceExclusiveRange::made)
            .at(UNLOCK_FOLIO, MakeDeviceExclusiveRange::unlockFolio)
            .at(PUT_FOLIO, MakeDeviceExclusiveRange::putFolio);

    private MakeDeviceExclusiveRange() {}

    /** get_user_pages_remote(FOLL_GET | FOLL_WRITE), page by page: so no page is the zero page or shared by fork. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        if (l.va() >= l.to) {
            return Next.go(m, NEXT_PAGE, l);
        }
        Vma vma = m.mm(l.process).vma(l.va());
        if (vma == null || vma.special() || !vma.writable()) {
            return stops(m, l, Errno.EFAULT);
        }
        if (m.pmd(l.process, l.va()).isTransHuge()) {
            // FOLL_SPLIT_PMD
            return Next.call(m, SplitHugePmd.PROGRAM, SplitHugePmd.Locals.of(l.process, l.va()), LOCK_PTL, l);
        }
        return PteOffsetMap.lock(
                m, self, l.process, l.va(), (locked, table) -> Next.next(locked, l), to -> Next.go(to, FAULT, l));
    }

    /** follow_page_pte() with FOLL_WRITE and FOLL_TOUCH: who is going to write marks the page dirty, unless the pte is. */
    static Next<Locals> grabPage(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.process, l.va());
        if (pte instanceof Pte.Present present && present.writable()) {
            Machine touched = present.dirty()
                    ? m
                    : m.withPage(m.head(present.pfn()), m.folio(present.pfn()).withDirty(true));
            return Next.next(Folio.get(touched, self, present.pfn()), l.plus(present.pfn()));
        }
        return Next.go(Ptl.unlock(m, self, m.tableOf(l.process, l.va())), FAULT, l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.go(Ptl.unlock(m, self, m.tableOf(l.process, l.va() - 1)), LOCK_PTL, l);
    }

    static Next<Locals> fault(Machine m, ThreadId self, Locals l) {
        return Next.call(m, HandleMmFault.PROGRAM, HandleMmFault.Locals.of(l.process, l.va(), true), FAULTED, l);
    }

    static Next<Locals> faulted(Machine m, ThreadId self, Locals l, FaultResult fault) {
        return switch (fault) {
            case DONE, RETRY, FALLBACK -> Next.go(m, LOCK_PTL, l);
            case OOM -> stops(m, l, Errno.ENOMEM);
            case SIGSEGV, SIGBUS -> stops(m, l, Errno.EFAULT);
        };
    }

    private static Next<Locals> stops(Machine m, Locals l, Errno error) {
        return l.pages.isEmpty() ? Next.done(m, new Result(error, Table.empty())) : Next.go(m, NEXT_PAGE, l);
    }

    static Next<Locals> nextPage(Machine m, ThreadId self, Locals l) {
        return l.i == l.pages.size() ? Next.done(m, new Result(null, l.result)) : Next.next(m, l);
    }

    /**
     * Somebody who has the folio locked may be migrating it or reclaiming it: it is left to him. A page of a huge folio is
     * left as it is, its head too, which the kernel might make exclusive.
     */
    static Next<Locals> trylockFolio(Machine m, ThreadId self, Locals l) {
        boolean large = m.page(l.pfn()).isHuge();
        return !large && Folio.canLock(m, l.pfn())
                ? Next.next(Folio.lock(m, self, l.pfn()), l)
                : Next.go(m, PUT_FOLIO, l);
    }

    static Next<Locals> makeExclusive(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m,
                FolioMakeDeviceExclusive.PROGRAM,
                FolioMakeDeviceExclusive.Locals.of(l.pfn(), l.process, l.from + l.i, l.owner),
                MADE,
                l);
    }

    static Next<Locals> made(Machine m, ThreadId self, Locals l, Boolean exclusive) {
        return exclusive ? Next.go(m, NEXT_PAGE, l.made(l.pfn())) : Next.next(m, l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pfn()), l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(m, self, l.pfn()), NEXT_PAGE, l.made(-1));
    }
}
