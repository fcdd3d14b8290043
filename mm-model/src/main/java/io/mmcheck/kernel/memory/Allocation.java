package io.mmcheck.kernel.memory;

import io.mmcheck.kernel.pagealloc.PageAlloc;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Next;

/** A page for a fault or a copy: the environment decides whether there is one. */
public final class Allocation {
    private Allocation() {}

    /** What is next with the page; the running operation holds its reference. */
    @FunctionalInterface
    public interface Then<L> {
        Next<L> with(Machine allocated, int pfn);
    }

    /** mem_cgroup_charge(), a page table, an anon_vma: what may fail as a page may. */
    public static <L> Next<L> orFailure(Next<L> allocated, Next<L> otherwise) {
        return Next.choose(Next.alternative("allocated", allocated), Next.alternative("allocation fails", otherwise));
    }

    /** vma_alloc_folio(): the lowest free page, or failure, which is the only way when none is free. */
    public static <L> Next<L> choose(Machine m, ThreadId self, Then<L> then, Next<L> otherwise) {
        int pfn = PageAlloc.lowestFree(m);
        if (pfn < 0) {
            return Next.choose(Next.alternative("allocation fails", otherwise));
        }
        return Next.choose(
                Next.alternative("allocated", then.with(PageAlloc.allocate(m, self, pfn), pfn)),
                Next.alternative("allocation fails", otherwise));
    }
}
