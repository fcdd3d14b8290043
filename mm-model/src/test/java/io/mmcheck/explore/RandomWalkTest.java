package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.ASK;
import static io.mmcheck.explore.Toy.Kind.INCREMENT;
import static io.mmcheck.explore.Toy.Kind.LOCK;
import static io.mmcheck.explore.Toy.Kind.SPIN;
import static io.mmcheck.explore.Toy.Kind.TRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.World;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomWalkTest {
    @Test
    void a_lost_update_is_found_and_its_schedule_shows_it() {
        World<Toy> world = Toy.world(List.of(INCREMENT.of(0)), List.of(INCREMENT.of(0)));
        RandomWalk<Toy> random = RandomWalk.of(List.of(Toy.NO_LOST_UPDATE));
        int found = 0;
        for (int seed = 1; seed <= 100; seed++) {
            Found<Toy> lost = ByPriority.walk(random, world, seed).found().get("no-lost-update");
            if (lost != null) {
                found++;
                assertThat(lost.schedule().run(world, 100).last().machine().get(0))
                        .isEqualTo(1);
            }
        }
        assertThat(found).isBetween(10, 90);
    }

    @Test
    void one_seed_is_one_run() {
        for (int seed = 1; seed <= 50; seed++) {
            World<Toy> world = Brute.random(new SplittableRandom(seed));
            RandomWalk<Toy> random = RandomWalk.of(List.of(Toy.NO_OOPS, Toy.NO_LIVELOCK));
            assertThat(ByPriority.walk(random, world, seed).run().worlds())
                    .isEqualTo(ByPriority.walk(random, world, seed).run().worlds());
        }
    }

    @Test
    void what_random_runs_find_exhaustive_search_finds() {
        List<Monitor<Toy>> monitors = List.of(Toy.NO_OOPS, Toy.NO_DEADLOCK, Toy.never(1, 2), Toy.NO_LIVELOCK);
        for (int seed = 1; seed <= 100; seed++) {
            World<Toy> world = Brute.random(new SplittableRandom(seed));
            Set<String> all = Set.copyOf(Exhaustive.of(monitors).explore(world).violated());
            for (int walk = 0; walk < 20; walk++) {
                assertThat(all)
                        .containsAll(ByPriority.walk(RandomWalk.of(monitors), world, walk)
                                .found()
                                .keySet());
            }
        }
    }

    @Test
    void runs_end_in_every_way() {
        Set<Walk.End> ends = EnumSet.noneOf(Walk.End.class);
        List<World<Toy>> worlds = List.of(
                Toy.world(List.of(LOCK.of(0, 1)), List.of(LOCK.of(1, 0))),
                Toy.world(List.of(Toy.Kind.SET.of(0, 1)), List.of(Toy.Kind.CRASH.of(0, 1))),
                Toy.world(List.of(SPIN.of(0)), List.of(INCREMENT.of(1))));
        for (int seed = 1; seed <= 50; seed++) {
            for (World<Toy> world : worlds) {
                ends.add(ByPriority.walk(RandomWalk.of(List.of(Toy.NO_LIVELOCK)), world, seed)
                        .end());
            }
            ends.add(ByPriority.walk(RandomWalk.of(List.of(Toy.NO_OOPS)).steps(100), worlds.get(2), seed)
                    .end());
        }
        assertThat(ends).containsExactlyInAnyOrder(Walk.End.values());
    }

    @Test
    void a_livelock_is_reported_only_if_it_is_fair() {
        RandomWalk<Toy> random = RandomWalk.of(List.of(Toy.NO_LIVELOCK));
        World<Toy> asks = Toy.world(List.of(ASK.of(0)));
        World<Toy> waits = Toy.world(List.of(SPIN.of(0)), List.of(INCREMENT.of(0)));
        World<Toy> fair = Toy.world(List.of(TRY.of(0, 1)), List.of(TRY.of(1, 0)));
        int found = 0;
        for (int seed = 1; seed <= 200; seed++) {
            assertThat(ByPriority.walk(random, asks, seed).found()).isEmpty();
            assertThat(ByPriority.walk(random, waits, seed).found()).isEmpty();
            Found<Toy> livelock = ByPriority.walk(random, fair, seed).found().get("no-livelock");
            if (livelock != null) {
                found++;
                Lasso<Toy> lasso = livelock.lasso();
                assertThat(lasso.loop().get(lasso.loop().size() - 1)).isEqualTo(lasso.entry());
                assertThat(livelock.run().last()).isEqualTo(lasso.entry());
            }
        }
        assertThat(found).isPositive();
    }
}
