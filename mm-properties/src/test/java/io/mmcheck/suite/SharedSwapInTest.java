package io.mmcheck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Case;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.Schedule;
import io.mmcheck.kernel.rmap.Rmap;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.machine.Pte;
import io.mmcheck.program.Kernel;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A fault that random search found in the model: rmap lost sight of the parent when the child swapped a shared page in first. */
class SharedSwapInTest {
    @Test
    void rmapFindsAParentThatMapsWhatItsChildHasReadFromSwap() {
        Case<Machine> scenario = new Case<>(
                Setups.of("shared-by-fork", Config.SEARCH.withCpus(1)),
                List.of(List.of(
                        Actions.parse("reclaim p0 0"), Actions.parse("load p1 0"), Actions.parse("load p0 0"))));
        Run<Machine> run = Schedule.EMPTY.run(scenario.world(Kernel.TODAY), 1000);
        Machine m = run.last().machine();
        Pte.Present pte = (Pte.Present) m.pte(0, 0);
        assertThat(m.pte(1, 0).maps(pte.pfn())).isTrue();
        assertThat(Rmap.walk(m, pte.pfn())).containsExactly(new Rmap.Mapping(0, 0), new Rmap.Mapping(1, 0));
    }
}
