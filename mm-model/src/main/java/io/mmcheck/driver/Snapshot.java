package io.mmcheck.driver;

import static io.mmcheck.driver.Snapshot.At.*;

import io.mmcheck.kernel.hmm.HmmPfn;
import io.mmcheck.kernel.hmm.HmmRangeFault;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * lib/test_hmm.c, dmirror_snapshot(): what the page tables say, one byte for each page (HMM_DMIRROR_PROT_*). Returns a
 * {@link DeviceResult}.
 */
public final class Snapshot {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int ZERO_PAGE = 0x10;
    private static final int PRIVATE_LOCAL = 0x20;
    private static final int COHERENT_LOCAL = 0x40;
    private static final int COHERENT_REMOTE = 0x50;
    private static final int ERROR = 0xff;

    public enum At {
        OPEN_DEVICE,
        READ_BEGIN,
        LOCK_MMAP,
        WALKED,
        CHECK_SEQUENCE
    }

    /**
     * What it remembers.
     *
     * @param process the process
     * @param from the first page
     * @param to the one behind the last
     * @param device the device
     * @param bytes what was found, until it is known to be current
     */
    public record Locals(int process, int from, int to, int device, Table<Integer> bytes) {
        public static Locals of(int process, int from, int count, int device) {
            return new Locals(process, from, from + count, device, Table.empty());
        }

        Locals with(Table<Integer> found) {
            return new Locals(process, from, to, device, found);
        }
    }

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("dmirror_snapshot")
            .at(OPEN_DEVICE, Snapshot::openDevice)
            .at(READ_BEGIN, Snapshot::readBegin)
            .at(LOCK_MMAP, Snapshot::lockMmap)
            .atReturn(WALKED, Snapshot::walked)
            .at(CHECK_SEQUENCE, Snapshot::checkSequence);

    private Snapshot() {}

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
        return Next.<Locals, HmmRangeFault.Locals>call(
                        MmapLock.read(m, self, l.process),
                        HmmRangeFault.PROGRAM,
                        HmmRangeFault.Locals.of(l.process, l.from, l.to, l.device, false, false),
                        WALKED,
                        l)
                .saying(MmapLock.acquired(l.process));
    }

    /** mmap_read_unlock(), and dmirror_mkentry() for each page. */
    static Next<Locals> walked(Machine m, ThreadId self, Locals l, HmmRangeFault.Result found) {
        Machine unlocked = MmapLock.unlock(m, self, l.process);
        if (found.error() != null) {
            return Next.go(unlocked, READ_BEGIN, l);
        }
        Table<Integer> bytes = Table.empty();
        for (HmmPfn pfn : found.pfns()) {
            bytes = bytes.plus(byteOf(m, l.device, pfn));
        }
        return Next.next(unlocked, l.with(bytes));
    }

    /** dmirror_mkentry(). Private pages of another device are not even reported. */
    private static int byteOf(Machine m, int device, HmmPfn found) {
        if (found.error()) {
            return ERROR;
        }
        if (!found.isValid()) {
            return 0;
        }
        return where(m, device, found.pfn()) | (found.write() ? WRITE : READ);
    }

    private static int where(Machine m, int device, int pfn) {
        if (m.page(pfn).isDevicePrivate()) {
            return PRIVATE_LOCAL;
        }
        if (m.page(pfn).isDevice()) {
            return m.config().ownerOf(pfn) == device ? COHERENT_LOCAL : COHERENT_REMOTE;
        }
        return pfn == m.zeroPage() ? ZERO_PAGE : 0;
    }

    static Next<Locals> checkSequence(Machine m, ThreadId self, Locals l) {
        if (Mirror.isBusy(m, l.device)) {
            return Next.blocked(Mirror.waitFor(l.device));
        }
        if (m.devices().get(l.device).mustRetry(l.process, self)) {
            return Next.go(m, READ_BEGIN, l.with(Table.empty()));
        }
        return Next.done(
                Mirror.readEnd(m, self, l.process, l.device), new DeviceResult(null, l.bytes.size(), 0, l.bytes));
    }
}
