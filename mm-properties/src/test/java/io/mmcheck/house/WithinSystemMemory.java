package io.mmcheck.house;

import io.mmcheck.driver.AllocAndCopy;
import io.mmcheck.driver.AllocAndCopy.At;
import io.mmcheck.driver.AllocAndCopy.Locals;
import io.mmcheck.kernel.folio.Folio;
import io.mmcheck.kernel.memory.Allocation;
import io.mmcheck.kernel.migratedevice.MigratePfn;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import io.mmcheck.program.Patch;
import java.util.List;

/**
 * A driver that moves pages to other system pages, as one would that has memory of its own which the kernel manages. Only then
 * does a page that is in the swap cache stay there.
 */
final class WithinSystemMemory implements Patch {
    @Override
    public String id() {
        return "within-system-memory";
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(AllocAndCopy.PROGRAM, At.ALLOCATE, WithinSystemMemory::allocate));
    }

    private static Next<Locals> allocate(Machine m, ThreadId self, Locals l) {
        boolean write = l.args().src(l.i()).write();
        return Allocation.choose(
                m,
                self,
                (allocated, pfn) -> Next.next(
                        Folio.lock(allocated, self, pfn),
                        new Locals(l.args().withDst(l.i(), MigratePfn.destination(pfn, write)), l.device(), l.i())),
                Next.go(m, At.NEXT_ENTRY, l.next()));
    }
}
