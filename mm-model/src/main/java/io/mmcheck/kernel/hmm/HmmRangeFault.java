package io.mmcheck.kernel.hmm;

import static io.mmcheck.kernel.hmm.HmmRangeFault.At.*;

import io.mmcheck.kernel.hugememory.PmdMigrationEntryWait;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.memory.HandleMmFault;
import io.mmcheck.kernel.memory.MigrationEntryWait;
import io.mmcheck.machine.Bug;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pmd;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.Table;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;
import org.jspecify.annotations.Nullable;

/**
 * mm/hmm.c, hmm_range_fault(): what a device may map at each address of a range; pages are faulted in if the device needs them.
 * Page tables are read without their locks. The caller holds mmap_lock for reading and has begun to read; EBUSY tells it that an
 * invalidation came and it has to begin again.
 */
public final class HmmRangeFault {
    public enum At {
        CHECK_SEQUENCE,
        READ_PTE,
        FAULTED
    }

    /**
     * What the walk remembers.
     *
     * @param process the process
     * @param from the first page
     * @param to the one behind the last
     * @param device the device: its private pages are reported as they are
     * @param fault whether every page has to be there
     * @param write whether the device must be able to write to every page
     * @param pfns what was found so far
     */
    public record Locals(int process, int from, int to, int device, boolean fault, boolean write, Table<HmmPfn> pfns) {
        public static Locals of(int process, int from, int to, int device, boolean fault, boolean write) {
            return new Locals(process, from, to, device, fault, write, Table.empty());
        }

        int va() {
            return from + pfns.size();
        }

        Locals plus(HmmPfn found) {
            return new Locals(process, from, to, device, fault, write, pfns.plus(found));
        }
    }

    /** What it returns: an errno, or one {@link HmmPfn} for each page. */
    public record Result(@Nullable Errno error, Table<HmmPfn> pfns) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("hmm_range_fault")
            .at(CHECK_SEQUENCE, HmmRangeFault::checkSequence)
            .at(READ_PTE, HmmRangeFault::readPte)
            .atReturn(FAULTED, HmmRangeFault::faulted);

    private HmmRangeFault() {}

    static Next<Locals> checkSequence(Machine m, ThreadId self, Locals l) {
        return m.devices().get(l.device).mustRetry(l.process, self) ? fails(m, Errno.EBUSY) : Next.next(m, l);
    }

    static Next<Locals> readPte(Machine m, ThreadId self, Locals l) {
        if (l.va() >= l.to) {
            return Next.done(m, new Result(null, l.pfns));
        }
        Vma vma = m.mm(l.process).vma(l.va());
        if (vma == null || !vma.readable()) {
            return l.fault ? fails(m, Errno.EFAULT) : Next.go(m, READ_PTE, l.plus(HmmPfn.ERROR));
        }
        Pte pte = m.leaf(l.process, l.va());
        if (pte instanceof Pte.Present p && !p.protNone()) {
            return l.write && !p.writable()
                    ? fault(m, l, vma)
                    : Next.go(m, READ_PTE, l.plus(new HmmPfn(p.pfn(), p.writable(), false)));
        }
        if (pte instanceof Pte.DevicePrivate d && m.config().ownerOf(d.pfn()) == l.device) {
            return Next.go(m, READ_PTE, l.plus(new HmmPfn(d.pfn(), d.writable(), false)));
        }
        if (!l.fault) {
            return Next.go(m, READ_PTE, l.plus(HmmPfn.NONE));
        }
        if (m.pmd(l.process, l.va()) instanceof Pmd.Migration) {
            return Next.call(
                    m,
                    PmdMigrationEntryWait.PROGRAM,
                    PmdMigrationEntryWait.Locals.of(l.process, l.va()),
                    CHECK_SEQUENCE,
                    l);
        }
        if (pte instanceof Pte.Migration) {
            return Next.call(
                    m,
                    MigrationEntryWait.PROGRAM,
                    new MigrationEntryWait.Locals(l.process, l.va(), -1),
                    CHECK_SEQUENCE,
                    l);
        }
        if (pte instanceof Pte.Marker || pte instanceof Pte.HwPoison) {
            throw Bug.notModelled("hmm_range_fault on " + pte);
        }
        return fault(m, l, vma);
    }

    /** hmm_vma_fault() */
    private static Next<Locals> fault(Machine m, Locals l, Vma vma) {
        if (l.write && !vma.writable()) {
            return fails(m, Errno.EPERM);
        }
        return Next.call(m, HandleMmFault.PROGRAM, HandleMmFault.Locals.of(l.process, l.va(), l.write), FAULTED, l);
    }

    static Next<Locals> faulted(Machine m, ThreadId self, Locals l, FaultResult result) {
        return switch (result) {
            case DONE, RETRY, FALLBACK -> Next.go(m, CHECK_SEQUENCE, l);
            case SIGSEGV, SIGBUS, OOM -> fails(m, Errno.EFAULT);
        };
    }

    private static Next<Locals> fails(Machine m, Errno error) {
        return Next.done(m, new Result(error, Table.empty()));
    }
}
