package io.mmcheck.history.mutant;

import io.mmcheck.kernel.memory.DoAnonymousPage;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** Two faults of one address both find nothing there; the second maps its page over the first. */
public final class AnonymousFaultNotRechecked implements Mutant {
    @Override
    public String id() {
        return "anonymous-fault-not-rechecked";
    }

    @Override
    public String description() {
        return "an anonymous fault does not look at the pte again under the page table lock";
    }

    @Override
    public Set<String> breaks() {
        return Set.of(
                "cleared-first",
                "one-page-per-address",
                "no-lost-write",
                "mapcount-exact",
                "flags-carried",
                "references-balance",
                "rss-balances",
                "tlb-within-pte",
                "device-coherent",
                "pin-stable",
                "bits-carried");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(DoAnonymousPage.PROGRAM, DoAnonymousPage.At.CHECK_PTE, AnonymousFaultNotRechecked::goOn));
    }

    private static Next<DoAnonymousPage.Locals> goOn(Machine m, ThreadId self, DoAnonymousPage.Locals l) {
        return l.write() ? Next.next(m, l) : Next.go(m, DoAnonymousPage.At.SET_PTE, l);
    }
}
