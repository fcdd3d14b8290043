package io.mmcheck.history.mutant;

import io.mmcheck.hardware.Tlb;
import io.mmcheck.kernel.memory.WpPageCopy;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** The copy of a page is written over the pte of the old page, which the CPU still uses: its A bit is lost, at least. */
public final class CopyMappedOver implements Mutant {
    private enum At {
        FLUSH_OLD
    }

    @Override
    public String id() {
        return "copy-mapped-over";
    }

    @Override
    public String description() {
        return "a copy-on-write fault does not clear the pte first and flushes when the copy is mapped";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("cleared-first", "one-page-per-address");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.drop(WpPageCopy.PROGRAM, WpPageCopy.At.CLEAR_PTE),
                Edit.drop(WpPageCopy.PROGRAM, WpPageCopy.At.FLUSH_TLB),
                Edit.insertAfter(
                        WpPageCopy.PROGRAM,
                        WpPageCopy.At.SET_PTE,
                        At.FLUSH_OLD,
                        (m, self, l) -> Next.next(Tlb.flushPage(m, l.process(), l.va()), l)));
    }
}
