package io.mmcheck.history;

import io.mmcheck.driver.ExclusiveAccess;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** lib/test_hmm.c maps pages that it has exclusively without a look at the sequence: MADV_DONTNEED may have taken them away. */
public final class ExclusiveMappingWithoutSeqCheck implements HistoricPatch {
    @Override
    public String id() {
        return "exclusive-mapping-without-seq-check";
    }

    @Override
    public String title() {
        return "the driver maps pages for atomic access although an invalidation came in between";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "test_hmm from 5.13 to 6.12";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("device-coherent");
    }

    @Override
    public List<Edit> edits() {
        return List.of(Edit.replace(
                ExclusiveAccess.PROGRAM, ExclusiveAccess.At.MAP_PAGES, ExclusiveMappingWithoutSeqCheck::mapPages));
    }

    private static Next<ExclusiveAccess.Locals> mapPages(Machine m, ThreadId self, ExclusiveAccess.Locals l) {
        return m.devices().get(l.device()).mutex() >= 0
                ? Next.blocked("the mutex of device " + l.device())
                : Next.next(ExclusiveAccess.map(m, l), l.with(ExclusiveAccess.outcome(l)));
    }
}
