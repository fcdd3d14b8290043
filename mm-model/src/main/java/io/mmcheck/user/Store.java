package io.mmcheck.user;

import static io.mmcheck.user.Store.At.*;

import io.mmcheck.hardware.PageWalk;
import io.mmcheck.kernel.memory.DoUserAddrFault;
import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.mmap.MmapLock;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.TlbEntry;
import io.mmcheck.machine.event.Signal;
import io.mmcheck.machine.event.Stored;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * A store instruction. Through a TLB entry that is known dirty it writes memory and looks at no pte. Through a writable entry
 * that is not, it first sets D in the pte atomically, and faults if the pte does not permit the store any more: batched
 * unmapping relies on that. Returns 0, or the {@link FaultResult} that ended it.
 */
public final class Store {
    public enum At {
        TRANSLATE,
        ACCESS,
        FAULT_RETURNS
    }

    /** The address and the value. */
    public record Locals(int process, int va, int value) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("store")
            .at(TRANSLATE, Store::translate)
            .at(ACCESS, Store::access)
            .atReturn(FAULT_RETURNS, Store::faultReturns);

    private Store() {}

    /** A hit is one step with its access: a flush waits until the instruction is done. */
    static Next<Locals> translate(Machine m, ThreadId self, Locals l) {
        if (!MmapLock.isLive(m, l.process)) {
            return Next.done(m, Errno.ESRCH);
        }
        if (l.va >= m.config().addresses()) {
            return Next.<Locals>done(m, FaultResult.SIGSEGV).saying(new Signal(l.process, l.va, "SIGSEGV"));
        }
        if (!hits(m, self, l)) {
            return walk(m, self, l);
        }
        return Next.choose(
                Next.alternative("TLB hit", write(m, self, l)), Next.alternative("TLB evicted", walk(m, self, l)));
    }

    /** The entry just filled. A flush may have taken it away: the instruction starts again. */
    static Next<Locals> access(Machine m, ThreadId self, Locals l) {
        return hits(m, self, l) ? write(m, self, l) : walk(m, self, l);
    }

    private static boolean hits(Machine m, ThreadId self, Locals l) {
        TlbEntry entry = m.tlb(self.index(), l.process, l.va);
        return entry.writable() && entry.dirty();
    }

    private static Next<Locals> walk(Machine m, ThreadId self, Locals l) {
        Machine walked = PageWalk.walk(m, self, l.process, l.va, true);
        return walked != null
                ? Next.go(walked, ACCESS, l)
                : Next.call(
                        PageWalk.forget(m, self, l.process, l.va),
                        DoUserAddrFault.PROGRAM,
                        new DoUserAddrFault.Locals(l.process, l.va, true),
                        FAULT_RETURNS,
                        l);
    }

    private static Next<Locals> write(Machine m, ThreadId self, Locals l) {
        int pfn = m.tlb(self.index(), l.process, l.va).pfn();
        return Next.<Locals>done(m.withPage(pfn, m.page(pfn).withData(l.value)), 0)
                .saying(new Stored(l.process, l.va, l.value));
    }

    static Next<Locals> faultReturns(Machine m, ThreadId self, Locals l, FaultResult fault) {
        return switch (fault) {
            case DONE, RETRY, FALLBACK -> translate(m, self, l);
            case OOM -> Next.done(m, fault);
            case SIGSEGV, SIGBUS -> Next.<Locals>done(m, fault).saying(new Signal(l.process, l.va, fault.name()));
        };
    }
}
