package io.mmcheck.kernel.memory;

import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;
import io.mmcheck.program.Program;

/**
 * mm/memory.c, handle_mm_fault(): give an address the page that an access needs. The caller holds mmap_lock for reading and
 * still holds it afterwards ({@code hardware} takes it for an access; GUP and hmm_range_fault have it anyway). Returns a
 * {@link FaultResult}; whatever it is but a signal, the caller looks at the pte again.
 */
public final class HandleMmFault {
    public enum At {
        FIND_VMA
    }

    /** The address and the access that it is for. */
    public record Locals(int process, int va, boolean write) {
        public static Locals of(int process, int va, boolean write) {
            return new Locals(process, va, write);
        }
    }

    public static final Program<Machine, Locals> PROGRAM =
            Program.<Machine, Locals>named("handle_mm_fault").at(At.FIND_VMA, HandleMmFault::findVma);

    private HandleMmFault() {}

    static Next<Locals> findVma(Machine m, ThreadId self, Locals l) {
        return Next.oops("not modelled", "handle_mm_fault");
    }
}
