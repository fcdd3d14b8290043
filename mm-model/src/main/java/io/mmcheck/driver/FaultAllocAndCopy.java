package io.mmcheck.driver;

import static io.mmcheck.driver.FaultAllocAndCopy.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.machine.event.Copied;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_devmem_fault_alloc_and_copy(): a system page for each device page that migrates back, with the content.
 * Holes stay holes. Returns the {@link MigrateVma} with dst filled in.
 */
public final class FaultAllocAndCopy {
    public enum At {
        NEXT_ENTRY,
        ALLOCATE,
        INVALIDATE_OWN,
        COPY
    }

    /**
     * What it remembers.
     *
     * @param args the request, after setup
     * @param i the present entry
     */
    public record Locals(MigrateVma args, int i) {
        public static Locals of(MigrateVma args) {
            return new Locals(args, 0);
        }

        public Locals next() {
            return new Locals(args, i + 1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named(
                    "dmirror_devmem_fault_alloc_and_copy")
            .at(NEXT_ENTRY, FaultAllocAndCopy::nextEntry)
            .at(ALLOCATE, FaultAllocAndCopy::allocate)
            .at(INVALIDATE_OWN, FaultAllocAndCopy::invalidateOwn)
            .at(COPY, FaultAllocAndCopy::copy);

    private FaultAllocAndCopy() {}

    static Next<Locals> nextEntry(Machine m, ThreadId self, Locals l) {
        int i = l.i;
        while (i < l.args.npages() && !(l.args.src(i).migrate() && l.args.src(i).valid())) {
            i++;
        }
        return i == l.args.npages() ? Next.done(m, l.args) : Next.next(m, new Locals(l.args, i));
    }

    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        int pfn = PageAlloc.lowestFree(m);
        Next.Alternative<Locals> fails = Next.alternative("allocation fails", Next.go(m, NEXT_ENTRY, l.next()));
        if (pfn < 0) {
            return Next.choose(fails);
        }
        MigratePfn to = MigratePfn.destination(pfn, l.args.src(l.i).write());
        return Next.choose(
                Next.alternative(
                        "allocated",
                        Next.next(
                                Folio.lock(PageAlloc.allocate(m, self, pfn), self, pfn),
                                new Locals(l.args.withDst(l.i, to), l.i))),
                fails);
    }

    /** The device must not write to its page any more; a range of pages without addresses was dropped by their notifications. */
    static Next<Locals> invalidateOwn(Machine m, ThreadId self, Locals l) {
        int process = l.args.process();
        if (process < 0) {
            return Next.next(m, l);
        }
        int device = l.args.owner();
        if (Mirror.isBusy(m, device)) {
            return Next.blocked(Mirror.waitFor(device));
        }
        int va = l.args.address(l.i);
        Device d = m.devices().get(device).overtakes(process, self);
        return Next.<Locals>next(m.withDevice(device, MmuNotifier.drop(m, d, process, va, va + 1)), l)
                .saying(new Acquired(LockClass.DEVICE, device));
    }

    static Next<Locals> copy(Machine m, ThreadId self, Locals l) {
        int from = l.args.src(l.i).pfn();
        int to = l.args.dst(l.i).pfn();
        Machine copied = m.withPage(to, m.page(to).withData(m.page(from).data()));
        return Next.go(copied, NEXT_ENTRY, l.next()).saying(new Copied(from, to));
    }
}
