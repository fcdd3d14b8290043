package io.mmcheck.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mmcheck.explore.Monitor;
import io.mmcheck.explore.RandomWalk;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.Violation;
import io.mmcheck.history.Kernels;
import io.mmcheck.machine.Hash;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Moved;
import io.mmcheck.program.World;
import io.mmcheck.scenario.Generator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches skip the steps that a property does not look at, and keep hashes: neither may change what they find. */
class LooksAtTest {
    private static final int RUNS = 40;

    @ParameterizedTest
    @ValueSource(strings = {"today", "v5.15", "v5.19", "v6.12"})
    void whereAPropertyDoesNotLookItHasNothingToSay(String kernel) {
        Kernel of = Kernels.parse(kernel);
        for (int number = 0; number < RUNS; number++) {
            Run<Machine> run = run(of, number);
            for (Property property : Properties.all()) {
                Object state = property.start(run.start());
                for (int i = 0; i < run.steps() && !(state instanceof Violation); i++) {
                    Object next = property.judge(state, run.before(i), run.after(i));
                    boolean looks = (property.looksAt() & seen(run.before(i), run.after(i))) != 0;
                    if (!looks && !next.equals(state)) {
                        fail(property.id() + " looks away in run " + number + " at step " + i + ": " + next);
                    }
                    state = next;
                }
            }
        }
    }

    @Test
    void theHashKeptIsTheHashRecomputed() {
        for (int number = 0; number < RUNS; number++) {
            Run<Machine> run = run(Kernel.TODAY, number);
            for (World<Machine> world : run.worlds()) {
                assertThat(world.hash64()).isEqualTo(world.recomputedHash64());
                assertThat(Hash.of(world.machine())).isEqualTo(Hash.recomputed(world.machine()));
            }
        }
    }

    /** No-livelock makes the walk hash every world as it goes. */
    private static Run<Machine> run(Kernel kernel, int number) {
        Monitor<Machine> livelock = Properties.named("no-livelock");
        RandomWalk<Machine> walk = RandomWalk.of(List.of(livelock));
        return Generator.standard().draw(kernel, walk, 11, number).walk().run();
    }

    private static int seen(World<Machine> before, World<Machine> after) {
        Moved<Machine> moved = after.moved();
        assertThat(moved).isNotNull();
        return after.machine().changedSince(before.machine())
                | (moved.events().isEmpty() ? 0 : Monitor.WORDS)
                | (moved.finished() == null ? 0 : Monitor.ENDS)
                | (after.oops() == null ? 0 : Monitor.CRASHES)
                | 1 << 31;
    }
}
