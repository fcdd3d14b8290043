package io.mmcheck.history.mutant;

import io.mmcheck.kernel.rmap.TryToUnmap;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Mm;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** What goes to swap is no page of the process any more; reclaim forgets to count it off. */
public final class ReclaimKeepsRss implements Mutant {
    @Override
    public String id() {
        return "reclaim-keeps-rss";
    }

    @Override
    public String description() {
        return "try_to_unmap does not count the page off";
    }

    @Override
    public Set<String> breaks() {
        return Set.of("rss-balances");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(TryToUnmap.PROGRAM, TryToUnmap.At.REMOVE_RMAP, ReclaimKeepsRss::removeRmap));
    }

    private static Next<TryToUnmap.Locals> removeRmap(Machine m, ThreadId self, TryToUnmap.Locals l) {
        Mm mm = m.mm(l.process());
        Machine counted = m.withMm(l.process(), mm.withRss(mm.rss() + 1));
        return TryToUnmap.PROGRAM.step(TryToUnmap.At.REMOVE_RMAP).take(counted, self, l);
    }
}
