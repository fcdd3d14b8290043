package io.mmcheck.history;

import io.mmcheck.kernel.memory.DoSwapPage;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.machine.Vma;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A read fault on an exclusive swap pte mapped the page read-only and exclusive. The next store took a write-protect fault, which
 * reused the page and set D in the pte: one fault more, and nothing else.
 */
public final class SwapinMapsReadOnly implements HistoricPatch {
    @Override
    public String id() {
        return "swapin-maps-read-only";
    }

    @Override
    public String title() {
        return "a read fault maps a page from swap read-only, even if it is exclusive";
    }

    @Override
    public String source() {
        return "mm/memory.c, do_swap_page()";
    }

    @Override
    public String releases() {
        return "5.19 to 6.1";
    }

    @Override
    public Set<String> breaks() {
        return Set.of();
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(DoSwapPage.PROGRAM, DoSwapPage.At.SET_PTE, SwapinMapsReadOnly::setPte));
    }

    static Next<DoSwapPage.Locals> setPte(Machine m, ThreadId self, DoSwapPage.Locals l) {
        Vma vma = Objects.requireNonNull(m.mm(l.process()).vma(l.va()));
        boolean mayWrite = l.write() && vma.writable() && !((Pte.Swap) l.seen()).uffdWp();
        return DoSwapPage.setPte(m, self, l, mayWrite);
    }
}
