package io.mmcheck.history;

import io.mmcheck.driver.MapSurvivors;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.ThreadId;
import io.mmcheck.program.Edit;
import io.mmcheck.program.Next;
import java.util.List;
import java.util.Set;

/** lib/test_hmm.c maps what has migrated without a look at the sequence: MADV_DONTNEED may have taken the page away. */
public final class DeviceMappingWithoutSeqCheck implements HistoricPatch {
    @Override
    public String id() {
        return "device-mapping-without-seq-check";
    }

    @Override
    public String title() {
        return "the driver maps what has migrated although an invalidation came in between";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public String releases() {
        return "test_hmm up to 6.12";
    }

    @Override
    public boolean finding() {
        return true;
    }

    @Override
    public Set<String> breaks() {
        return Set.of("device-coherent", "no-lost-write");
    }

    @Override
    public List<Edit> edits() {
        return List.of(
                Edit.replace(MapSurvivors.PROGRAM, MapSurvivors.At.MAP_PAGES, DeviceMappingWithoutSeqCheck::mapPages));
    }

    private static Next<MapSurvivors.Locals> mapPages(Machine m, ThreadId self, MapSurvivors.Locals l) {
        return m.devices().get(l.device()).mutex() >= 0
                ? Next.blocked("the mutex of device " + l.device())
                : Next.done(MapSurvivors.map(m, l));
    }
}
