package io.mmcheck.user;

import static io.mmcheck.user.Load.At.*;

import io.mmcheck.hardware.PageWalk;
import io.mmcheck.kernel.memory.DoUserAddrFault;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.machine.event.Loaded;
import io.mmcheck.machine.event.Signal;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * A load instruction: through the TLB, or a page walk and a fill, or a fault and again. Returns the value, or the
 * {@link FaultResult} that ended it.
 */
public final class Load {
    public enum At {
        TRANSLATE,
        ACCESS,
        FAULT_RETURNS
    }

    /** The address. */
    public record Locals(int process, int va) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("load")
            .at(TRANSLATE, Load::translate)
            .at(ACCESS, Load::access)
            .atReturn(FAULT_RETURNS, Load::faultReturns);

    private Load() {}

    /** A hit is one step with its access: a flush waits until the instruction is done. */
    static Next<Locals> translate(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        if (l.va >= m.config().addresses()) {
            return Next.<Locals>done(m, FaultResult.SIGSEGV).saying(new Signal(l.process, l.va, "SIGSEGV"));
        }
        if (m.tlb(self.index(), l.process, l.va).isNone()) {
            return walk(m, self, l);
        }
        return Next.choose(
                Next.alternative("TLB hit", read(m, self, l)), Next.alternative("TLB evicted", walk(m, self, l)));
    }

    /** The entry just filled. A flush may have taken it away: the instruction starts again. */
    static Next<Locals> access(Machine m, ThreadId self, Locals l) {
        return m.tlb(self.index(), l.process, l.va).isNone() ? walk(m, self, l) : read(m, self, l);
    }

    private static Next<Locals> walk(Machine m, ThreadId self, Locals l) {
        Machine walked = PageWalk.walk(m, self, l.process, l.va, false);
        return walked != null
                ? Next.go(walked, ACCESS, l)
                : Next.call(
                        PageWalk.forget(m, self, l.process, l.va),
                        DoUserAddrFault.PROGRAM,
                        new DoUserAddrFault.Locals(l.process, l.va, false),
                        FAULT_RETURNS,
                        l);
    }

    private static Next<Locals> read(Machine m, ThreadId self, Locals l) {
        TlbEntry entry = m.tlb(self.index(), l.process, l.va);
        int value = m.page(entry.pfn()).data();
        return Next.<Locals>done(m, value).saying(new Loaded(l.process, l.va, value));
    }

    static Next<Locals> faultReturns(Machine m, ThreadId self, Locals l, FaultResult fault) {
        return switch (fault) {
            case DONE, RETRY, FALLBACK -> translate(m, self, l);
            case OOM -> Next.done(m, fault);
            case SIGSEGV, SIGBUS -> Next.<Locals>done(m, fault).saying(new Signal(l.process, l.va, fault.name()));
        };
    }
}
