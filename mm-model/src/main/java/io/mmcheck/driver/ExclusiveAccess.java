package io.mmcheck.driver;

import static io.mmcheck.driver.ExclusiveAccess.At.*;

import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.kernel.rmap.MakeDeviceExclusiveRange;
import io.mmcheck.machine.Device;
import io.mmcheck.machine.DevicePte;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.LockClass;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.event.Acquired;
import io.mmcheck.machine.event.DeviceLoaded;
import io.mmcheck.machine.event.DeviceStored;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_exclusive() and dmirror_atomic_map(): the device gets pages of the system for itself, for atomic
 * operations, and uses them: it reads them back, or stores to one. Returns a {@link DeviceResult}; EBUSY if it did not get all.
 *
 * <p>Where test_hmm maps what it has got without a look, this driver checks that no invalidation has come since it began, as
 * nouveau does: the folio locks keep faults out, but not MADV_DONTNEED.
 */
public final class ExclusiveAccess {
    /** How often it asks again: once is enough for what the command itself has caused. */
    private static final int TRIES = 1;

    public enum At {
        OPEN_DEVICE,
        READ_BEGIN,
        LOCK_MMAP,
        MADE_EXCLUSIVE,
        MAP_PAGES,
        NEXT_FOLIO,
        UNLOCK_FOLIO,
        PUT_FOLIO,
        UNLOCK_MMAP,
        ACCESS_PAGES
    }

    /** How the command goes on. */
    public enum Outcome {
        /** All pages are mapped. */
        MAPPED,
        /** An invalidation has come in between: once more. */
        OVERTAKEN,
        /** Some page could not be had. */
        BUSY
    }

    /**
     * What it remembers.
     *
     * @param process the process
     * @param from the first page
     * @param to the one behind the last
     * @param device the device
     * @param value what to store to each page, or 0 to read
     * @param pages the pages that are locked, until they are not
     * @param i the page that is let go
     * @param outcome what has become of the mapping
     * @param tries how often it has been overtaken
     */
    public record Locals(
            int process,
            int from,
            int to,
            int device,
            int value,
            Table<Integer> pages,
            int i,
            Outcome outcome,
            int tries) {
        public static Locals read(int process, int from, int count, int device) {
            return new Locals(process, from, from + count, device, 0, Table.empty(), 0, Outcome.BUSY, 0);
        }

        public static Locals store(int process, int va, int device, int value) {
            return new Locals(process, va, va + 1, device, value, Table.empty(), 0, Outcome.BUSY, 0);
        }

        public int count() {
            return to - from;
        }

        Locals with(Table<Integer> got) {
            return new Locals(process, from, to, device, value, got, 0, outcome, tries);
        }

        public Locals with(Outcome now) {
            return new Locals(process, from, to, device, value, pages, i, now, tries);
        }

        Locals next(int page) {
            return new Locals(process, from, to, device, value, pages, page, outcome, tries);
        }

        Locals again() {
            return new Locals(process, from, to, device, value, Table.empty(), 0, Outcome.BUSY, tries + 1);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dmirror_exclusive")
            .at(OPEN_DEVICE, ExclusiveAccess::openDevice)
            .at(READ_BEGIN, ExclusiveAccess::readBegin)
            .at(LOCK_MMAP, ExclusiveAccess::lockMmap)
            .atReturn(MADE_EXCLUSIVE, ExclusiveAccess::madeExclusive)
            .at(MAP_PAGES, ExclusiveAccess::mapPages)
            .at(NEXT_FOLIO, ExclusiveAccess::nextFolio)
            .at(UNLOCK_FOLIO, ExclusiveAccess::unlockFolio)
            .at(PUT_FOLIO, ExclusiveAccess::putFolio)
            .at(UNLOCK_MMAP, ExclusiveAccess::unlockMmap)
            .at(ACCESS_PAGES, ExclusiveAccess::accessPages);

    private ExclusiveAccess() {}

    static Next<Locals> openDevice(Machine m, ThreadId self, Locals l) {
        return Mirror.open(m, l.process, l.device, l, x -> Next.done(x, DeviceResult.failed(Errno.ESRCH)));
    }

    static Next<Locals> readBegin(Machine m, ThreadId self, Locals l) {
        return Mirror.readBegin(m, self, l.process, l.device, l);
    }

    static Next<Locals> lockMmap(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(Mirror.readEnd(m, self, l.process, l.device), DeviceResult.failed(Errno.ESRCH));
        }
        if (!MmapLock.canRead(m, l.process)) {
            return Next.blocked(MmapLock.waitFor(l.process));
        }
        return Next.<Locals, MakeDeviceExclusiveRange.Locals>call(
                        MmapLock.read(m, self, l.process),
                        MakeDeviceExclusiveRange.PROGRAM,
                        MakeDeviceExclusiveRange.Locals.of(l.process, l.from, l.to, l.device),
                        MADE_EXCLUSIVE,
                        l.with(Outcome.BUSY))
                .saying(MmapLock.acquired(l.process));
    }

    static Next<Locals> madeExclusive(Machine m, ThreadId self, Locals l, MakeDeviceExclusiveRange.Result made) {
        Locals got = l.with(made.pages());
        return made.pages().size() == l.count() ? Next.next(m, got) : Next.go(m, NEXT_FOLIO, got);
    }

    /** Under the mutex, with the folios still locked: nobody can revoke before the device has its mapping. */
    static Next<Locals> mapPages(Machine m, ThreadId self, Locals l) {
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        if (m.devices().get(l.device).mustRetry(l.process, self)) {
            return Next.next(m, l.with(Outcome.OVERTAKEN));
        }
        return Next.<Locals>next(map(m, l), l.with(outcome(l))).saying(new Acquired(LockClass.DEVICE, l.device));
    }

    /** The mapping alone, with no look at the sequence: whatever is exclusive. */
    public static Machine map(Machine m, Locals l) {
        Device device = m.devices().get(l.device);
        for (int i = 0; i < l.count(); i++) {
            if (l.pages.get(i) >= 0) {
                device = device.with(m.config().row(l.process, l.from + i), DevicePte.exclusive(l.pages.get(i)));
            }
        }
        return m.withDevice(l.device, device);
    }

    /** Whether every page of the range could be mapped. */
    public static Outcome outcome(Locals l) {
        for (int page : l.pages) {
            if (page < 0) {
                return Outcome.BUSY;
            }
        }
        return Outcome.MAPPED;
    }

    static Next<Locals> nextFolio(Machine m, ThreadId self, Locals l) {
        int i = l.i;
        while (i < l.pages.size() && l.pages.get(i) < 0) {
            i++;
        }
        return i == l.pages.size() ? Next.go(m, UNLOCK_MMAP, l.with(Table.<Integer>empty())) : Next.next(m, l.next(i));
    }

    /** From here on the next access of a CPU takes the page back. */
    static Next<Locals> unlockFolio(Machine m, ThreadId self, Locals l) {
        return Next.next(Folio.unlock(m, self, l.pages.get(l.i)), l);
    }

    static Next<Locals> putFolio(Machine m, ThreadId self, Locals l) {
        return Next.go(Folio.put(m, self, l.pages.get(l.i)), NEXT_FOLIO, l.next(l.i + 1));
    }

    static Next<Locals> unlockMmap(Machine m, ThreadId self, Locals l) {
        Machine unlocked = Mirror.readEnd(MmapLock.unlock(m, self, l.process), self, l.process, l.device);
        return switch (l.outcome) {
            case MAPPED -> Next.next(unlocked, l);
            case OVERTAKEN -> again(unlocked, l);
            case BUSY -> Next.done(unlocked, DeviceResult.failed(Errno.EBUSY));
        };
    }

    /**
     * Two devices, or two commands of one, that want the same page take it away from each other: so the driver gives up some time,
     * as nouveau does after a timeout.
     */
    private static Next<Locals> again(Machine m, Locals l) {
        return l.tries == TRIES ? Next.done(m, DeviceResult.failed(Errno.EBUSY)) : Next.go(m, READ_BEGIN, l.again());
    }

    /** dmirror_do_read(), or an atomic operation of the device: what was taken back meanwhile is asked for again to store to it. */
    static Next<Locals> accessPages(Machine m, ThreadId self, Locals l) {
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        return l.value > 0 ? store(m, l) : read(m, l);
    }

    /** The driver marks the page dirty: the entry does not tell, if mprotect makes it read-only before it is a pte again. */
    private static Next<Locals> store(Machine m, Locals l) {
        DevicePte entry = Mirror.entry(m, l.device, l.process, l.from);
        if (!entry.atomic()) {
            return again(m, l);
        }
        Page page = m.page(entry.pfn());
        return Next.<Locals>done(
                        m.withPage(entry.pfn(), page.withData(l.value).withDirty(true)),
                        new DeviceResult(null, 1, 0, Table.of(l.value)))
                .saying(new DeviceStored(l.device, l.process, l.from, l.value));
    }

    private static Next<Locals> read(Machine m, Locals l) {
        Table<Integer> values = Table.empty();
        for (int va = l.from; va < l.to; va++) {
            DevicePte entry = Mirror.entry(m, l.device, l.process, va);
            if (entry.isNone()) {
                return Next.done(m, DeviceResult.failed(Errno.ENOENT));
            }
            values = values.plus(m.page(entry.pfn()).data());
        }
        Next<Locals> done = Next.done(m, new DeviceResult(null, values.size(), 0, values));
        for (int i = 0; i < values.size(); i++) {
            done = done.saying(new DeviceLoaded(l.device, l.process, l.from + i, values.get(i)));
        }
        return done;
    }
}
