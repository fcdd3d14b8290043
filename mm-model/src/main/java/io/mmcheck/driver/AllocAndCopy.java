package io.mmcheck.driver;

import static io.mmcheck.driver.AllocAndCopy.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.kernel.migratedevice.MigrateVma;
import io.mmcheck.kernel.mmunotifier.MmuNotifier;
import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.machine.event.Copied;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_migrate_alloc_and_copy(): a device page for each page or hole that migrates, with the content. Returns
 * the {@link MigrateVma} with dst filled in.
 */
public final class AllocAndCopy {
    public enum At {
        INVALIDATE_OWN,
        NEXT_ENTRY,
        ALLOCATE,
        COPY
    }

    /**
     * What it remembers.
     *
     * @param args the request, after setup
     * @param device the device
     * @param i the present entry
     */
    public record Locals(MigrateVma args, int device, int i) {
        public static Locals of(MigrateVma args, int device) {
            return new Locals(args, device, 0);
        }

        public Locals next() {
            return new Locals(args, device, i + 1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named(
                    "dmirror_migrate_alloc_and_copy")
            .at(INVALIDATE_OWN, AllocAndCopy::invalidateOwn)
            .at(NEXT_ENTRY, AllocAndCopy::nextEntry)
            .at(ALLOCATE, AllocAndCopy::allocate)
            .at(COPY, AllocAndCopy::copy);

    private AllocAndCopy() {}

    /** The notifications of its own migration were ignored: the device must not write to the old pages while they are copied. */
    static Next<Locals> invalidateOwn(Machine m, ThreadId self, Locals l) {
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        MigrateVma args = l.args;
        Device d = m.devices().get(l.device).overtakes(args.process(), self);
        for (int i = 0; i < args.npages(); i++) {
            if (args.src(i).migrate()) {
                d = MmuNotifier.drop(m, d, args.process(), args.address(i), args.address(i) + 1);
            }
        }
        return Next.<Locals>next(m.withDevice(l.device, d), l).saying(new Acquired(LockClass.DEVICE, l.device));
    }

    static Next<Locals> nextEntry(Machine m, ThreadId self, Locals l) {
        int i = l.i;
        while (i < l.args.npages() && !l.args.src(i).migrate()) {
            i++;
        }
        return i == l.args.npages() ? Next.done(m, l.args) : Next.next(m, new Locals(l.args, l.device, i));
    }

    /** dmirror_devmem_alloc_page(): locked, as the core expects it; or dst stays empty, and the page where it is. */
    static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        int pfn = PageAlloc.lowestFreeOnDevice(m, l.device);
        if (pfn < 0) {
            return Next.choose(Next.alternative("out of device memory", Next.go(m, NEXT_ENTRY, l.next())));
        }
        MigratePfn src = l.args.src(l.i);
        Vma vma = m.mm(l.args.process()).vma(l.args.address(l.i));
        boolean write = src.valid() ? src.write() : vma != null && vma.writable();
        MigrateVma filled = l.args.withDst(l.i, MigratePfn.destination(pfn, write));
        return Next.choose(
                Next.alternative(
                        "driver migrates",
                        Next.next(
                                Folio.lock(PageAlloc.allocate(m, self, pfn), self, pfn),
                                new Locals(filled, l.device, l.i))),
                Next.alternative("driver declines", Next.go(m, NEXT_ENTRY, l.next())));
    }

    static Next<Locals> copy(Machine m, ThreadId self, Locals l) {
        int from = l.args.src(l.i).pfn();
        int to = l.args.dst(l.i).pfn();
        int data = from < 0 ? 0 : m.page(from).data();
        return Next.go(m.withPage(to, m.page(to).withData(data)), NEXT_ENTRY, l.next())
                .saying(new Copied(from, to));
    }
}
