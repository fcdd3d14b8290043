package io.mmcheck.kernel.gup;

import static io.mmcheck.kernel.gup.GetUserPages.At.*;

import io.mmcheck.kernel.memory.FaultResult;
import io.mmcheck.kernel.memory.HandleMmFault;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/gup.c, __get_user_pages(): look at the pte; if it is not good for the request fault and look again, as long as it takes. The
 * caller holds mmap_lock. Returns 0 or an {@link Errno}.
 */
public final class GetUserPages {
    public enum At {
        FOLLOW_PAGE,
        FOLLOWED,
        FAULTED
    }

    /** The request. */
    public record Locals(GupRequest request) {}

    public static final Program<Machine, Locals> PROGRAM = Program.<Machine, Locals>named("__get_user_pages")
            .at(FOLLOW_PAGE, GetUserPages::followPage)
            .atReturn(FOLLOWED, GetUserPages::followed)
            .atReturn(FAULTED, GetUserPages::faulted);

    private GetUserPages() {}

    /** With check_vma_flags(): the VMA stays as it is under mmap_lock. */
    static Next<Locals> followPage(Machine m, ThreadId self, Locals l) {
        Vma vma = m.mm(l.request.process()).vma(l.request.va());
        if (vma == null || vma.special() || !vma.readable() || l.request.write() && !vma.writable()) {
            return Next.done(m, Errno.EFAULT);
        }
        return Next.call(m, FollowPagePte.PROGRAM, new FollowPagePte.Locals(l.request), FOLLOWED, l);
    }

    /** faultin_page(). */
    static Next<Locals> followed(Machine m, ThreadId self, Locals l, FollowPagePte.Result found) {
        GupRequest request = l.request;
        return switch (found) {
            case GRABBED -> Next.done(m, 0);
            case BUSY -> Next.done(m, Errno.EBUSY);
            case NO_PAGE -> fault(m, l, HandleMmFault.Locals.of(request.process(), request.va(), request.write()));
            case UNSHARE -> fault(m, l, HandleMmFault.Locals.unsharing(request.process(), request.va()));
        };
    }

    private static Next<Locals> fault(Machine m, Locals l, HandleMmFault.Locals fault) {
        return Next.call(m, HandleMmFault.PROGRAM, fault, FAULTED, l);
    }

    static Next<Locals> faulted(Machine m, ThreadId self, Locals l, FaultResult fault) {
        return switch (fault) {
            case DONE, RETRY, FALLBACK -> followPage(m, self, l);
            case OOM -> Next.done(m, Errno.ENOMEM);
            case SIGSEGV, SIGBUS -> Next.done(m, Errno.EFAULT);
        };
    }
}
