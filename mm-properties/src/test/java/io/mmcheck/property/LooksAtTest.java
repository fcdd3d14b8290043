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

    /** Else a search may not leave out the states in which another thread is about to take such a step, see Reduction. */
    @ParameterizedTest
    @ValueSource(strings = {"today", "v5.19"})
    void whereOthersAreAmongLocalStepsMakesNoDifference(String kernel) {
        Kernel of = Kernels.parse(kernel);
        int compared = 0;
        for (int number = 0; number < RUNS; number++) {
            Run<Machine> run = run(of, number);
            for (Property property : Properties.all()) {
                Object state = property.start(run.start());
                boolean everyStep = property.looksAt() < 0;
                for (int i = 0; i < run.steps() && !everyStep && !(state instanceof Violation); i++) {
                    Object next = property.judge(state, run.before(i), run.after(i));
                    for (int t = 0; t < run.start().threads(); t++) {
                        if (t != run.moved(i).thread() && run.before(i).nextIsLocal(t, p -> !property.looksInside(p))) {
                            World<Machine> before = run.before(i).step(t).get(0);
                            World<Machine> after = step(before, run.moved(i));
                            if (!property.judge(state, before, after).equals(next)) {
                                fail(property.id() + " looks at where T" + t + " is in run " + number + " at step "
                                        + i);
                            }
                            compared++;
                        }
                    }
                    state = next;
                }
            }
        }
        assertThat(compared).isGreaterThan(1000);
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

    private static World<Machine> step(World<Machine> world, Moved<Machine> moved) {
        World<Machine> begun = moved.started() != null && world.frame(moved.thread()) == null
                ? world.begin(moved.thread(), moved.started())
                : world;
        return begun.step(moved.thread()).get(moved.alternative());
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
