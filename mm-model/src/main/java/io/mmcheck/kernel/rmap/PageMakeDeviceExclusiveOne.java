package io.mmcheck.kernel.rmap;

import static io.mmcheck.kernel.rmap.PageMakeDeviceExclusiveOne.At.*;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.memory.Ptl;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/rmap.c, page_make_device_exclusive_one(): the pte of one mapping becomes a device-exclusive entry. The reference of the pte
 * stays with the entry, its mapcount goes. Returns a {@link Result}.
 */
public final class PageMakeDeviceExclusiveOne {
    public enum At {
        NOTIFIER_START,
        LOCK_PTL,
        TEST_PRESENT,
        CLEAR_PTE,
        FLUSH_PAGE,
        COPY_DIRTY,
        SET_ENTRY,
        REMOVE_RMAP,
        UNLOCK_PTL,
        NOTIFIER_END
    }

    /**
     * What became of the mapping.
     *
     * @param goOn whether the walk goes on: an entry that is not present ends it
     * @param valid whether the page is still mapped writable at the address that was asked for
     */
    public record Result(boolean goOn, boolean valid) {}

    /**
     * What it remembers.
     *
     * @param pfn the folio
     * @param process the process that may map it
     * @param va where
     * @param owner the device that asks, and does not hear of it
     * @param asked whether this is the address that was asked for
     * @param listeners the devices that hear of the invalidation
     * @param table the page table while it is locked, or -1
     * @param pte what was cleared, until it is replaced
     * @param result what to return
     */
    public record Locals(
            int pfn, int process, int va, int owner, boolean asked, int listeners, int table, Pte pte, Result result) {
        static Locals of(int pfn, Rmap.Mapping at, int owner, boolean asked) {
            return new Locals(pfn, at.process(), at.va(), owner, asked, 0, -1, Pte.NONE, new Result(true, false));
        }

        Locals withListeners(int devices) {
            return new Locals(pfn, process, va, owner, asked, devices, table, pte, result);
        }

        Locals withTable(int locked) {
            return new Locals(pfn, process, va, owner, asked, listeners, locked, pte, result);
        }

        Locals withPte(Pte cleared) {
            return new Locals(pfn, process, va, owner, asked, listeners, table, cleared, result);
        }

        Locals withResult(Result to) {
            return new Locals(pfn, process, va, owner, asked, listeners, table, pte, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named(
                    "page_make_device_exclusive_one")
            .at(NOTIFIER_START, PageMakeDeviceExclusiveOne::notifierStart)
            .at(LOCK_PTL, PageMakeDeviceExclusiveOne::lockPtl)
            .at(TEST_PRESENT, PageMakeDeviceExclusiveOne::testPresent)
            .at(CLEAR_PTE, PageMakeDeviceExclusiveOne::clearPte)
            .at(FLUSH_PAGE, PageMakeDeviceExclusiveOne::flushPage)
            .at(COPY_DIRTY, PageMakeDeviceExclusiveOne::copyDirty)
            .at(SET_ENTRY, PageMakeDeviceExclusiveOne::setEntry)
            .at(REMOVE_RMAP, PageMakeDeviceExclusiveOne::removeRmap)
            .at(UNLOCK_PTL, PageMakeDeviceExclusiveOne::unlockPtl)
            .at(NOTIFIER_END, PageMakeDeviceExclusiveOne::notifierEnd);

    private PageMakeDeviceExclusiveOne() {}

    /** MMU_NOTIFY_EXCLUSIVE with an owner: every other device loses the page, the one that asks maps it next. */
    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, l.owner);
        if (MmuNotifier.isBusy(m, listeners)) {
            return Next.blocked(MmuNotifier.waitFor(listeners));
        }
        return Next.next(MmuNotifier.start(m, listeners, l.process, l.va, l.va + 1), l.withListeners(listeners));
    }

    /** page_vma_mapped_walk(): finds the pte that maps the folio, if this address has one. */
    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l.withTable(table)),
                to -> Next.go(to, NOTIFIER_END, l));
    }

    static Next<Locals> testPresent(Machine m, ThreadId self, Locals l) {
        Pte pte = m.pte(l.process, l.va);
        if (pte instanceof Pte.Present present && present.pfn() == l.pfn) {
            return Next.next(m, l);
        }
        boolean elsewhere = !(pte instanceof Pte.DeviceExclusive e && e.pfn() == l.pfn);
        return Next.go(m, UNLOCK_PTL, l.withResult(new Result(elsewhere, false)));
    }

    /** ptep_clear_flush(): read and clear are one act, so the value has every store that went through this pte. */
    static Next<Locals> clearPte(Machine m, ThreadId self, Locals l) {
        return Next.next(m.withPte(l.process, l.va, Pte.NONE), l.withPte(m.pte(l.process, l.va)));
    }

    /** No CPU may reach the page any more when the device is told that it has it alone. */
    static Next<Locals> flushPage(Machine m, ThreadId self, Locals l) {
        return Next.next(Tlb.flushPage(m, l.process, l.va), l);
    }

    static Next<Locals> copyDirty(Machine m, ThreadId self, Locals l) {
        boolean dirty = l.pte instanceof Pte.Present p && p.dirty();
        return Next.next(dirty ? m.withPage(l.pfn, m.page(l.pfn).withDirty(true)) : m, l);
    }

    static Next<Locals> setEntry(Machine m, ThreadId self, Locals l) {
        Pte.Present old = (Pte.Present) l.pte;
        Pte entry = new Pte.DeviceExclusive(l.pfn, old.writable(), old.softDirty(), old.uffdWp());
        Result result = new Result(true, l.asked && old.writable());
        return Next.next(m.withPte(l.process, l.va, entry), l.withPte(Pte.NONE).withResult(result));
    }

    /** The mapping goes, its reference is the one of the entry from now on. */
    static Next<Locals> removeRmap(Machine m, ThreadId self, Locals l) {
        return Next.next(Rmap.remove(m, l.process, l.va, l.pfn), l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, l.table), l.withTable(-1));
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.done(MmuNotifier.end(m, l.listeners, l.process), l.result);
    }
}
