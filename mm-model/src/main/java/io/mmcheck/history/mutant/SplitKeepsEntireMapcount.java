package io.mmcheck.history.mutant;

import io.mmcheck.kernel.hugememory.SplitHugePmd;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Page;
import io.mmcheck.machine.Pte;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** Small entries take the place of a huge pmd, and the huge page still counts it. */
public final class SplitKeepsEntireMapcount implements Mutant {
    @Override
    public String id() {
        return "split-keeps-entire-mapcount";
    }

    @Override
    public String description() {
        return "__split_huge_pmd does not count the pmd off";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("thp-mapcounts-exact");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(SplitHugePmd.PROGRAM, SplitHugePmd.At.POPULATE, SplitKeepsEntireMapcount::populate));
    }

    private static Next<SplitHugePmd.Locals> populate(Machine m, ThreadId self, SplitHugePmd.Locals l) {
        if (l.old() instanceof Pte.Present old) {
            Page head = m.page(old.pfn());
            Machine counted = m.withPage(old.pfn(), head.withEntireMapcount(head.entireMapcount() + 1));
            return SplitHugePmd.PROGRAM.step(SplitHugePmd.At.POPULATE).take(counted, self, l);
        }
        return SplitHugePmd.PROGRAM.step(SplitHugePmd.At.POPULATE).take(m, self, l);
    }
}
