package demo;

import io.mmcheck.driver.AllocAndCopy;
import io.mmcheck.driver.Driver;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/** A driver that allocates pages and copies nothing to them. */
public final class CarelessDriver implements Driver {
    /** The label at which a reader of a trace finds it. */
    public enum At {
        ALLOCATE
    }

    @Override
    public String id() {
        return "careless-driver";
    }

    @Override
    public Program<Machine, AllocAndCopy.Locals> allocAndCopy() {
        return PROGRAM;
    }

    private static final Program<Machine, AllocAndCopy.Locals> PROGRAM =
            Program.<Machine, AllocAndCopy.Locals>named("careless_alloc").at(At.ALLOCATE, CarelessDriver::allocate);

    static Next<AllocAndCopy.Locals> allocate(Machine m, ThreadId self, AllocAndCopy.Locals l) {
        MigrateVma args = l.args();
        Machine after = m;
        for (int i = 0; i < args.npages(); i++) {
            int pfn = PageAlloc.lowestFreeOnDevice(after, l.device());
            if (args.src(i).migrate() && pfn >= 0) {
                args = args.withDst(i, MigratePfn.destination(pfn, true));
                after = Folio.lock(PageAlloc.allocate(after, self, pfn), self, pfn);
            }
        }
        return Next.done(after, args);
    }
}
