package io.mmcheck.kernel.memory;

import static io.mmcheck.kernel.memory.DevicePrivateFault.At.*;

import io.mmcheck.driver.MigrateToRam;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.pgtable.PteOffsetMap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/memory.c, the device-private part of do_swap_page(): a CPU touches a page that is in device memory, and the driver brings
 * it back (migrate_to_ram()). The form of 2026: the page is locked under the PTL and referenced before the PTL goes; who does not
 * get the lock sleeps until it is free, without a reference, and faults again.
 */
public final class DevicePrivateFault {
    public enum At {
        LOCK_PTL,
        CHECK_PTE,
        TRYLOCK_FOLIO,
        GET_FOLIO,
        UNLOCK_PTL,
        CALL_DRIVER,
        DRIVER_DONE,
        UNLOCK_FOLIO,
        PUT_FOLIO,
        UNLOCK_PTL_TO_WAIT,
        SLEEP
    }

    /**
     * The address and the pte that the fault decides by.
     *
     * @param result what will be returned
     */
    public record Locals(int process, int va, Pte.DevicePrivate seen, FaultResult result) {
        static Locals of(int process, int va, Pte.DevicePrivate seen) {
            return new Locals(process, va, seen, FaultResult.RETRY);
        }

        public Locals withResult(FaultResult to) {
            return new Locals(process, va, seen, to);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("device_private_fault")
            .at(LOCK_PTL, DevicePrivateFault::lockPtl)
            .at(CHECK_PTE, DevicePrivateFault::checkPte)
            .at(TRYLOCK_FOLIO, DevicePrivateFault::trylockFolio)
            .at(GET_FOLIO, DevicePrivateFault::getFolio)
            .at(UNLOCK_PTL, DevicePrivateFault::unlockPtl)
            .at(CALL_DRIVER, DevicePrivateFault::callDriver)
            .atReturn(DRIVER_DONE, DevicePrivateFault::driverDone)
            .at(UNLOCK_FOLIO, DevicePrivateFault::unlockFolio)
            .at(PUT_FOLIO, DevicePrivateFault::putFolio)
            .at(UNLOCK_PTL_TO_WAIT, DevicePrivateFault::unlockPtlToWait)
            .at(SLEEP, DevicePrivateFault::sleep);

    private DevicePrivateFault() {}

    static Next<Locals> lockPtl(Machine m, ThreadId self, Locals l) {
        return PteOffsetMap.lock(
                m,
                self,
                l.process,
                l.va,
                (locked, table) -> Next.next(locked, l),
                to -> Next.done(to, FaultResult.RETRY));
    }

    static Next<Locals> checkPte(Machine m, ThreadId self, Locals l) {
        return m.pte(l.process, l.va).equals(l.seen)
                ? Next.next(m, l)
                : Next.done(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), FaultResult.RETRY);
    }

    /** A second fault on the page must not add a reference: it would make the migration of the first one fail. */
    static Next<Locals> trylockFolio(Machine m, ThreadId self, Locals l) {
        int pfn = l.seen.pfn();
        return Folio.canLock(m, pfn) ? Next.next(Folio.lock(m, self, pfn), l) : Next.go(m, UNLOCK_PTL_TO_WAIT, l);
    }

    /** While the pte is known to map the page it cannot be freed. */
    static Next<Locals> getFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.get(m, self, l.seen.pfn()), l);
    }

    static Next<Locals> unlockPtl(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), l);
    }

    static Next<Locals> callDriver(Machine m, ThreadId self, Locals l) {
        return Next.call(
                m, MigrateToRam.PROGRAM, MigrateToRam.Locals.of(l.process, l.va, l.seen.pfn()), DRIVER_DONE, l);
    }

    /** Whether the page has moved or not: the access is tried again, unless the driver gives up. */
    static Next<Locals> driverDone(Machine m, ThreadId self, Locals l, FaultResult result) {
        return Next.next(m, l.withResult(result));
    }

    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.seen.pfn()), l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.done(Folio.put(m, self, l.seen.pfn()), l.result);
    }

    static Next<Locals> unlockPtlToWait(Machine m, ThreadId self, Locals l) {
        return Next.next(Ptl.unlock(m, self, m.tableOf(l.process, l.va)), l);
    }

    static Next<Locals> sleep(Machine m, ThreadId self, Locals l) {
        return Folio.canLock(m, l.seen.pfn())
                ? Next.done(m, FaultResult.RETRY)
                : Next.blocked(Folio.waitFor(m, l.seen.pfn()));
    }
}
