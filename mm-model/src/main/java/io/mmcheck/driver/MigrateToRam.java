package io.mmcheck.driver;

import static io.mmcheck.driver.MigrateToRam.At.*;

import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.migratedevice.MigrateDeviceFinalize;
import io.mmcheck.kernel.migratedevice.MigrateDevicePages;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.migratedevice.MigrateVmaSetup;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_devmem_fault(), the driver's migrate_to_ram(): a CPU has touched a device-private page. The caller holds
 * mmap_lock, a reference on the page and its lock. Returns a {@link FaultResult}: DONE also if the page could not be moved, the
 * access then faults again; SIGBUS if there is no memory for it.
 */
public final class MigrateToRam {
    public enum At {
        SETUP,
        COLLECTED,
        COPIED,
        MIGRATED,
        FINALIZED
    }

    /**
     * The fault.
     *
     * @param process the process
     * @param va the address
     * @param faultPage the page
     * @param noMemory whether there was no page to bring it back to
     */
    public record Locals(int process, int va, int faultPage, boolean noMemory) {
        public static Locals of(int process, int va, int faultPage) {
            return new Locals(process, va, faultPage, false);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dmirror_devmem_fault")
            .at(SETUP, MigrateToRam::setup)
            .atReturn(COLLECTED, MigrateToRam::collected)
            .atReturn(COPIED, MigrateToRam::copied)
            .atReturn(MIGRATED, MigrateToRam::migrated)
            .at(FINALIZED, MigrateToRam::finalized);

    private MigrateToRam() {}

    static Next<Locals> setup(Machine m, ThreadId self, Locals l) {
        int owner = m.config().ownerOf(l.faultPage);
        MigrateVma args = MigrateVma.toSystem(l.process, l.va, l.va + 1, owner, l.faultPage);
        return Next.call(m, MigrateVmaSetup.PROGRAM, new MigrateVmaSetup.Locals(args), COLLECTED, l);
    }

    static Next<Locals> collected(Machine m, ThreadId self, Locals l, MigrateVmaSetup.Result setup) {
        return setup.error() != null
                ? Next.done(m, FaultResult.SIGBUS)
                : Next.call(m, FaultAllocAndCopy.PROGRAM, FaultAllocAndCopy.Locals.of(setup.args()), COPIED, l);
    }

    static Next<Locals> copied(Machine m, ThreadId self, Locals l, MigrateVma args) {
        boolean none =
                args.src(0).valid() && args.src(0).migrate() && !args.dst(0).valid();
        return Next.call(
                m,
                MigrateDevicePages.PROGRAM,
                MigrateDevicePages.Locals.of(args),
                MIGRATED,
                new Locals(l.process, l.va, l.faultPage, none));
    }

    static Next<Locals> migrated(Machine m, ThreadId self, Locals l, MigrateVma args) {
        return Next.call(m, MigrateDeviceFinalize.PROGRAM, MigrateDeviceFinalize.Locals.of(args), FINALIZED, l);
    }

    static Next<Locals> finalized(Machine m, ThreadId self, Locals l) {
        return Next.done(m, l.noMemory ? FaultResult.SIGBUS : FaultResult.DONE);
    }
}
