package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.CRASH;
import static io.mmcheck.explore.Toy.Kind.DREAM;
import static io.mmcheck.explore.Toy.Kind.INCREMENT;
import static io.mmcheck.explore.Toy.Kind.LOCK;
import static io.mmcheck.explore.Toy.Kind.PONDER;
import static io.mmcheck.explore.Toy.Kind.SET;
import static io.mmcheck.explore.Toy.Kind.SPIN;
import static io.mmcheck.explore.Toy.Kind.TRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReductionTest {
    private static final Set<Reduction> LOCAL = Set.of(Reduction.LOCAL_STEPS);
    private static final List<Toy.Op> LETTERS = List.of(
            PONDER.of(0),
            PONDER.of(1),
            INCREMENT.of(0),
            LOCK.of(1, 2),
            LOCK.of(2, 1),
            SET.of(0, 1),
            CRASH.of(0, 2),
            CRASH.of(0, 3),
            TRY.of(1, 2),
            SPIN.of(0));
    private static final List<Bounds> BOUNDS =
            List.of(Bounds.ofPreemptions(0), Bounds.ofPreemptions(1), Bounds.ofPreemptions(2), Bounds.WIDE);

    @Test
    void nothing_is_missed_and_nothing_made_up() {
        long all = 0;
        long left = 0;
        for (int seed = 1; seed <= 150; seed++) {
            World<Toy> world = random(new SplittableRandom(seed));
            for (Bounds bounds : BOUNDS) {
                Ends ends = new Ends();
                Ends reducedEnds = new Ends();
                Exploration<Toy> plain = search(ends, bounds).explore(world);
                Exploration<Toy> reduced =
                        search(reducedEnds, bounds).reduced(LOCAL).explore(world);
                assertThat(told(reduced)).as("seed %d, %s", seed, bounds).isEqualTo(told(plain));
                assertThat(reducedEnds.seen).isEqualTo(ends.seen);
                assertThat(reduced.loops() > 0).isEqualTo(plain.loops() > 0);
                all += plain.states();
                left += reduced.states();
            }
        }
        assertThat(left * 4).isLessThan(all * 3);
    }

    @Test
    void so_it_is_with_an_alphabet_with_equality_and_with_workers() {
        List<Operation<Toy>> letters = List.of(PONDER.of(0), CRASH.of(0, 3), LOCK.of(1, 2), LOCK.of(2, 1));
        for (Bounds bounds : BOUNDS) {
            Alphabet<Toy> alphabet = new Alphabet<>(Kernel.TODAY, Toy.ZERO, 2, letters, 3, true);
            Ends ends = new Ends();
            Exploration<Toy> plain = search(ends, bounds).explore(alphabet);
            for (Exhaustive<Toy> search : List.of(
                    search(new Ends(), bounds),
                    search(new Ends(), bounds).exactly(),
                    search(new Ends(), bounds).workers(2))) {
                assertThat(told(search.reduced(LOCAL).explore(alphabet))).isEqualTo(told(plain));
            }
        }
    }

    @Test
    void a_run_that_is_found_can_be_run_again() {
        World<Toy> world = Toy.world(List.of(PONDER.of(0)), List.of(PONDER.of(0)), List.of(CRASH.of(0, 3)));
        Found<Toy> found = Exhaustive.of(List.of(looking(Toy.NO_OOPS)))
                .within(Bounds.ofPreemptions(1))
                .reduced(LOCAL)
                .explore(world)
                .found("no-oops");
        assertThat(found.run().last().oops()).isNotNull();
        assertThat(found.schedule().run(world, 100).digest())
                .isEqualTo(found.run().digest());
    }

    @Test
    void who_goes_round_without_looking_at_anything_lets_the_others_go_on() {
        World<Toy> world = Toy.world(List.of(DREAM.of(0)), List.of(SET.of(0, 2), SET.of(0, 1)));
        Exploration<Toy> seen = search(new Ends(), Bounds.WIDE).reduced(LOCAL).explore(world);
        assertThat(seen.violated())
                .containsExactly("no-livelock")
                .isEqualTo(search(new Ends(), Bounds.WIDE).explore(world).violated());
        Lasso<Toy> lasso = seen.found("no-livelock").lasso();
        assertThat(lasso.loop().get(lasso.loop().size() - 1)).isEqualTo(lasso.entry());
    }

    @Test
    void entering_and_leaving_stay_if_a_property_looks_inside() {
        World<Toy> world = Toy.world(List.of(PONDER.of(0)), List.of(PONDER.of(0)));
        assertThat(states(world, "ponder")).isEqualTo(states(world, "")).isLessThan(states(world, "add"));
        assertThat(states(world, "add"))
                .isLessThan(Exhaustive.of(List.of(Toy.NO_OOPS)).explore(world).states());
    }

    private static long states(World<Toy> world, String inside) {
        return Exhaustive.of(List.of(looking(Toy.NO_OOPS, inside)))
                .reduced(LOCAL)
                .explore(world)
                .states();
    }

    @Test
    void a_property_that_looks_at_every_step_is_refused() {
        Exhaustive<Toy> search = Exhaustive.of(List.of(Toy.NO_OOPS)).reduced(LOCAL);
        assertThatThrownBy(() -> search.explore(Toy.world(List.of(SET.of(0, 1)))))
                .hasMessageContaining("the property no-oops looks at every step")
                .hasMessageContaining("local-steps");
    }

    private static Exhaustive<Toy> search(Ends ends, Bounds bounds) {
        return Exhaustive.of(List.of(
                        looking(Toy.NO_OOPS),
                        looking(Toy.NO_DEADLOCK),
                        looking(Toy.NO_LIVELOCK),
                        looking(Toy.NO_LOST_UPDATE),
                        ends))
                .within(bounds);
    }

    /** What is violated, and with how many preemptions. */
    private static Set<String> told(Exploration<Toy> seen) {
        Set<String> all = new HashSet<>();
        seen.found()
                .forEach((id, found) -> all.add(id
                        + (seen.bounds().boundsPreemptions() && found.lasso() == null
                                ? " " + found.run().preemptions()
                                : "")));
        return all;
    }

    private static World<Toy> random(SplittableRandom random) {
        List<List<Operation<Toy>>> script = new ArrayList<>();
        int threads = 2 + random.nextInt(2);
        for (int t = 0; t < threads; t++) {
            List<Operation<Toy>> thread = new ArrayList<>();
            for (int n = 1 + random.nextInt(threads == 2 ? 3 : 2); n > 0; n--) {
                thread.add(LETTERS.get(random.nextInt(LETTERS.size())));
            }
            script.add(thread);
        }
        return World.of(Kernel.TODAY, Toy.ZERO, script);
    }

    private static Monitor<Toy> looking(Monitor<Toy> monitor) {
        return looking(monitor, "");
    }

    /** The same property, which says that it does not look at every step. */
    private static Monitor<Toy> looking(Monitor<Toy> monitor, String inside) {
        return new Monitor<>() {
            @Override
            public String id() {
                return monitor.id();
            }

            @Override
            public Object start(World<Toy> world) {
                return monitor.start(world);
            }

            @Override
            public int looksAt() {
                return 0xFFFFFF | WORDS | ENDS | CRASHES;
            }

            @Override
            public boolean looksInside(String program) {
                return program.equals(inside);
            }

            @Override
            public Object judge(Object state, World<Toy> before, World<Toy> after) {
                return monitor.judge(state, before, after);
            }

            @Override
            public @Nullable String atEnd(Object state, World<Toy> world) {
                return monitor.atEnd(state, world);
            }

            @Override
            public @Nullable String whenStuck(Object state, World<Toy> world, List<Wait> waits) {
                return monitor.whenStuck(state, world, waits);
            }

            @Override
            public boolean liveness() {
                return monitor.liveness();
            }

            @Override
            public @Nullable String onLasso(Object state, Lasso<Toy> lasso) {
                return monitor.onLasso(state, lasso);
            }
        };
    }

    /** The worlds at the ends of all runs. */
    private static final class Ends implements Monitor<Toy> {
        private final Set<World<Toy>> seen = new HashSet<>();

        @Override
        public String id() {
            return "ends";
        }

        @Override
        public int looksAt() {
            return 0;
        }

        @Override
        public Object judge(Object state, World<Toy> before, World<Toy> after) {
            return state;
        }

        @Override
        public @Nullable String atEnd(Object state, World<Toy> world) {
            seen.add(world);
            return null;
        }

        @Override
        public @Nullable String whenStuck(Object state, World<Toy> world, List<Wait> waits) {
            seen.add(world);
            return null;
        }
    }
}
