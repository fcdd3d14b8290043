package io.mmcheck.onepage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Exploration;
import io.mmcheck.explore.Found;
import io.mmcheck.machine.Hash;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.program.World;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The engine counts what four other encodings of this model count; where it does not, the engine is wrong. */
class OnePageExhaustive {
    private static final Exhaustive<Memory> SEARCH = Exhaustive.of(List.of(OnePage.LOADS_READ_THE_LAST_STORE));

    @Test
    void the_small_configuration_has_256024_states() {
        assertCounts(SEARCH.explore(OnePage.of(Kernel.TODAY, 2, 1, 1, 1)), 256_024);
    }

    @Test
    void so_it_has_when_states_are_told_apart_by_equality() {
        assertCounts(SEARCH.exactly().explore(OnePage.of(Kernel.TODAY, 2, 1, 1, 1)), 256_024);
    }

    @Test
    void so_it_has_when_two_workers_take_the_steps() {
        assertCounts(SEARCH.workers(2).explore(OnePage.of(Kernel.TODAY, 2, 1, 1, 1)), 256_024);
    }

    @Test
    void the_medium_configuration_has_1415456_states() {
        assertCounts(SEARCH.explore(OnePage.of(Kernel.TODAY, 2, 2, 1, 2)), 1_415_456);
    }

    @Test
    void so_it_has_too_when_states_are_told_apart_by_equality() {
        assertCounts(SEARCH.exactly().explore(OnePage.of(Kernel.TODAY, 2, 2, 1, 2)), 1_415_456);
    }

    @Test
    void the_forgotten_dirty_bit_is_seen_after_34_steps() {
        assertThat(violation(OnePage.DIRTY_NOT_COPIED).run().steps()).isEqualTo(34);
    }

    @Test
    void flushes_that_do_nothing_are_seen_after_15_steps() {
        assertThat(violation(OnePage.FLUSHES_DO_NOTHING).run().steps()).isEqualTo(15);
    }

    @Test
    void dropped_flushes_are_seen_after_13_steps() {
        assertThat(violation(OnePage.NO_FLUSHES).run().steps()).isEqualTo(13);
    }

    @Test
    void the_hash_kept_is_the_hash_recomputed() {
        for (int seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World<Memory> world = OnePage.of(Kernel.TODAY, 3, 2, 2, 2);
            for (int idle = 0; idle < 50; ) {
                List<World<Memory>> next = world.step(random.nextInt(world.threads()));
                idle = next.isEmpty() ? idle + 1 : 0;
                world = next.isEmpty() ? world : next.get(random.nextInt(next.size()));
                assertThat(world.hash64()).isEqualTo(world.recomputedHash64());
                assertThat(Hash.of(world.machine())).isEqualTo(Hash.recomputed(world.machine()));
            }
        }
    }

    private static Found<Memory> violation(Patch patch) {
        Exploration<Memory> seen = SEARCH.untilAllViolated().explore(OnePage.of(Kernel.TODAY.with(patch), 2, 1, 1, 1));
        return seen.found().get(OnePage.LOADS_READ_THE_LAST_STORE.id());
    }

    private static void assertCounts(Exploration<Memory> seen, long states) {
        assertThat(seen.complete()).isTrue();
        assertThat(seen.found()).isEmpty();
        assertThat(seen.states()).isEqualTo(states);
    }
}
