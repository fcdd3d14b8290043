package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.RemoveDeviceExclusiveEntry.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/memory.c, remove_device_exclusive_entry(): a CPU touches a page that a device has for itself, and the device loses it. The
 * page table lock is not held at first, so only a speculative reference is safe; who frees the page meanwhile has removed the
 * entry, and the pte that is compared under the lock tells. Returns a {@link FaultResult}.
 */
public final class RemoveDeviceExclusiveEntry {
    public enum At {
        TRY_GET,
        LOCK_FOLIO,
        NOTIFIER_START,
        LOCK_PTL,
        RESTORE_PTE,
        UNLOCK_PTL,
        UNLOCK_FOLIO,
        PUT_FOLIO,
        NOTIFIER_END
    }

    /**
     * The address and the entry that the fault decides by.
     *
     * @param listeners the devices that hear of the invalidation
     */
    public record Locals(int process, int va, Pte.DeviceExclusive seen, int listeners) {
        static Locals of(int process, int va, Pte.DeviceExclusive seen) {
            return new Locals(process, va, seen, 0);
        }

        Locals withListeners(int devices) {
            return new Locals(process, va, seen, devices);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named(
                    "remove_device_exclusive_entry")
            .at(TRY_GET, RemoveDeviceExclusiveEntry::tryGet)
            .at(LOCK_FOLIO, RemoveDeviceExclusiveEntry::lockFolio)
            .at(NOTIFIER_START, RemoveDeviceExclusiveEntry::notifierStart)
            .at(LOCK_PTL, RemoveDeviceExclusiveEntry::lockPtl)
            .at(RESTORE_PTE, RemoveDeviceExclusiveEntry::restorePte)
            .at(UNLOCK_PTL, RemoveDeviceExclusiveEntry::unlockPtl)
            .at(UNLOCK_FOLIO, RemoveDeviceExclusiveEntry::unlockFolio)
            .at(PUT_FOLIO, RemoveDeviceExclusiveEntry::putFolio)
            .at(NOTIFIER_END, RemoveDeviceExclusiveEntry::notifierEnd);

    private RemoveDeviceExclusiveEntry() {}

    static Next<Locals> tryGet(Machine m, ThreadId self, Locals l) {
        int pfn = l.seen.pfn();
        return Folio.canGet(m, pfn) ? Next.next(Folio.get(m, self, pfn), l) : Next.done(m, FaultResult.RETRY);
    }

    /** Whoever makes the page exclusive keeps it locked until the device is programmed: until then it cannot be revoked. */
    static Next<Locals> lockFolio(Machine m, ThreadId self, Locals l) {
        int pfn = l.seen.pfn();
        return Folio.canLock(m, pfn)
                ? Next.<Locals>next(Folio.lock(m, self, pfn), l).saying(new Acquired(LockClass.FOLIO, pfn))
                : Next.blocked(Folio.waitFor(m, pfn));
    }

    /** MMU_NOTIFY_EXCLUSIVE without an owner: every device loses the page, before the CPU has it. */
    static Next<Locals> notifierStart(Machine m, ThreadId self, Locals l) {
        int listeners = MmuNotifier.listeners(m, l.process, MmuNotifier.NO_OWNER);
        if (MmuNotifier.isBusy(m, listeners)) {
            return Next.blocked(MmuNotifier.waitFor(listeners));
        }
        return Next.next(
                MmuNotifier.startOwn(m, self, listeners, l.process, l.va, l.va + 1), l.withListeners(listeners));
    }

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m, self, l.process, l.va, (locked, table) -> Next.next(locked, l), to -> Next.go(to, UNLOCK_FOLIO, l));
    }

    static Next<Locals> restorePte(Machine m, ThreadId self, Locals l) {
        boolean same = m.pte(l.process, l.va).equals(l.seen);
        return Next.next(same ? RestoreExclusivePte.restore(m, l.process, l.va) : m, l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), l);
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.seen.pfn()), l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.put(m, self, l.seen.pfn()), l);
    }

    static Next<Locals> notifierEnd(Machine m, ThreadId self, Locals l) {
        return Next.done(MmuNotifier.end(m, l.listeners, l.process), FaultResult.DONE);
    }
}
