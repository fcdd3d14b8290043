package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.ASK;
import static io.mmcheck.explore.Toy.Kind.CHOOSE;
import static io.mmcheck.explore.Toy.Kind.CRASH;
import static io.mmcheck.explore.Toy.Kind.INCREMENT;
import static io.mmcheck.explore.Toy.Kind.LOCK;
import static io.mmcheck.explore.Toy.Kind.SET;
import static io.mmcheck.explore.Toy.Kind.SPIN;
import static io.mmcheck.explore.Toy.Kind.TRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExhaustiveTest {
    private static final World<Toy> TWO_INCREMENTS = Toy.world(List.of(INCREMENT.of(0)), List.of(INCREMENT.of(0)));

    @Test
    void a_lost_update_needs_one_preemption() {
        Exhaustive<Toy> search = Exhaustive.of(List.of(Toy.NO_LOST_UPDATE));
        assertThat(search.within(Bounds.ofPreemptions(0))
                        .explore(TWO_INCREMENTS)
                        .found())
                .isEmpty();
        Found<Toy> found =
                search.within(Bounds.ofPreemptions(1)).explore(TWO_INCREMENTS).found("no-lost-update");
        assertThat(found.reason()).isEqualTo("cell 0 is 1 and should be 2");
        assertThat(found.run().preemptions()).isEqualTo(1);
        assertThat(found.run().steps()).isEqualTo(4);
    }

    @Test
    void a_switch_between_two_operations_is_no_preemption() {
        World<Toy> world = Toy.world(List.of(SET.of(0, 1), SET.of(0, 0)), List.of(CRASH.of(0, 1)));
        Exploration<Toy> seen = Exhaustive.of(List.of(Toy.NO_OOPS))
                .within(Bounds.ofPreemptions(0))
                .explore(world);
        assertThat(seen.found("no-oops").run().preemptions()).isZero();
    }

    @Test
    void blocking_is_no_preemption() {
        World<Toy> world = Toy.world(List.of(LOCK.of(0, 1)), List.of(LOCK.of(0, 1)), List.of(SET.of(2, 1)));
        Run<Toy> run = new Schedule(
                        List.of(new Schedule.Segment(0, 1), new Schedule.Segment(1, 5), new Schedule.Segment(2, 1)),
                        List.of())
                .run(world, 100);
        assertThat(run.last().finished()).isTrue();
        assertThat(run.preemptions()).isEqualTo(1);
    }

    @Test
    void a_deadlock_is_reported_with_who_waits_for_what() {
        World<Toy> world = Toy.world(List.of(LOCK.of(0, 1)), List.of(LOCK.of(1, 0)));
        Exploration<Toy> seen = Exhaustive.of(List.of(Toy.NO_DEADLOCK)).explore(world);
        assertThat(seen.stuck()).isEqualTo(1);
        assertThat(seen.found("no-deadlock").reason()).isEqualTo("[T0 waits for lock 1, T1 waits for lock 0]");
        assertThat(seen.found("no-deadlock").run().steps()).isEqualTo(2);
    }

    @Test
    void a_violation_does_not_end_the_search_for_the_others() {
        World<Toy> world = Toy.world(List.of(SET.of(0, 1), SET.of(0, 2)), List.of(CRASH.of(0, 2)));
        Exploration<Toy> seen = Exhaustive.of(List.of(Toy.never(0, 1), Toy.never(0, 2), Toy.NO_OOPS, Toy.never(0, 3)))
                .explore(world);
        assertThat(seen.violated()).containsExactly("never-0-is-1", "never-0-is-2", "no-oops");
        assertThat(seen.oopses()).isEqualTo(1);
        assertThat(seen.complete()).isTrue();
    }

    @Test
    void the_environment_tries_everything() {
        World<Toy> world = Toy.world(List.of(CHOOSE.of(0), CRASH.of(0, 2)));
        Found<Toy> found = Exhaustive.of(List.of(Toy.NO_OOPS)).explore(world).found("no-oops");
        assertThat(found.schedule().choices()).containsExactly(new Schedule.Choice(0, 2));
        assertThat(found.schedule().segments()).isEmpty();
    }

    @Test
    void a_cut_search_says_so() {
        Exploration<Toy> seen = Exhaustive.of(List.of(Toy.NO_OOPS))
                .within(Bounds.WIDE.states(3))
                .explore(TWO_INCREMENTS);
        assertThat(seen.complete()).isFalse();
        assertThat(seen.cutBy()).isEqualTo("the limit of 3 states");
    }

    @Test
    void two_that_make_way_for_each_other_for_ever_are_a_livelock() {
        World<Toy> world = Toy.world(List.of(TRY.of(0, 1)), List.of(TRY.of(1, 0)));
        Exploration<Toy> seen = Exhaustive.of(List.of(Toy.NO_LIVELOCK)).explore(world);
        Found<Toy> found = seen.found("no-livelock");
        assertThat(found.lasso().fair()).isTrue();
        assertThat(found.lasso().loop().get(found.lasso().loop().size() - 1))
                .isEqualTo(found.lasso().entry());
        assertThat(found.lasso().moving()).isEqualTo(0b11);
    }

    @Test
    void waiting_for_who_can_always_go_on_is_no_livelock() {
        World<Toy> world = Toy.world(List.of(SPIN.of(0)), List.of(INCREMENT.of(0)));
        Exploration<Toy> seen = Exhaustive.of(List.of(Toy.NO_LIVELOCK)).explore(world);
        assertThat(seen.found()).isEmpty();
        assertThat(seen.loops()).isZero();
    }

    @Test
    void waiting_for_what_nobody_will_do_is_a_livelock() {
        World<Toy> world = Toy.world(List.of(SPIN.of(0)), List.of(INCREMENT.of(1)));
        for (Bounds bounds : List.of(Bounds.WIDE, Bounds.ofPreemptions(0))) {
            Found<Toy> found = Exhaustive.of(List.of(Toy.NO_LIVELOCK))
                    .within(bounds)
                    .explore(world)
                    .found("no-livelock");
            assertThat(found.reason()).isEqualTo("goes round in 1 steps");
            // the increment, and the first test: standing before an operation is another state than going round in it
            assertThat(found.run().steps()).isEqualTo(3);
        }
    }

    @Test
    void an_environment_that_could_agree_does_some_time() {
        Exploration<Toy> seen =
                Exhaustive.of(List.of(Toy.NO_LIVELOCK)).explore(Toy.world(List.of(ASK.of(0)), List.of(SET.of(0, 1))));
        assertThat(seen.found()).isEmpty();
    }

    @Test
    void an_alphabet_is_every_list_of_its_operations() {
        List<Operation<Toy>> letters = List.of(INCREMENT.of(0), LOCK.of(1, 2), LOCK.of(2, 1), CRASH.of(0, 2));
        List<Monitor<Toy>> monitors = List.of(Toy.NO_DEADLOCK, Toy.NO_OOPS, Toy.NO_LOST_UPDATE);
        for (int preemptions = 0; preemptions <= 2; preemptions++) {
            for (int budget = 1; budget <= 3; budget++) {
                Bounds bounds = Bounds.ofPreemptions(preemptions);
                Alphabet<Toy> alphabet = new Alphabet<>(Kernel.TODAY, Toy.ZERO, 2, letters, budget, true);
                Set<String> together = new HashSet<>(
                        Exhaustive.of(monitors).within(bounds).explore(alphabet).violated());
                Set<String> apart = new HashSet<>();
                for (List<List<Operation<Toy>>> script : Brute.scripts(letters, budget)) {
                    World<Toy> world = World.of(Kernel.TODAY, Toy.ZERO, script);
                    apart.addAll(Exhaustive.of(monitors)
                            .within(bounds)
                            .explore(world)
                            .violated());
                }
                assertThat(together).isEqualTo(apart);
            }
        }
    }

    @Test
    void permutations_are_every_order_and_every_deal_of_so_many() {
        List<Operation<Toy>> bag = List.of(INCREMENT.of(0), SET.of(0, 2), INCREMENT.of(0), CRASH.of(0, 2));
        for (int preemptions = 0; preemptions <= 2; preemptions++) {
            Ends together = new Ends();
            Ends apart = new Ends();
            Exhaustive.of(List.of(together))
                    .within(Bounds.ofPreemptions(preemptions))
                    .explore(Alphabet.permutations(Kernel.TODAY, Toy.ZERO, 2, bag, true));
            for (List<List<Operation<Toy>>> script : Brute.scripts(List.copyOf(new HashSet<>(bag)), bag.size())) {
                List<Operation<Toy>> left = new ArrayList<>(bag);
                if (script.stream().flatMap(List::stream).allMatch(left::remove)) {
                    Exhaustive.of(List.of(apart))
                            .within(Bounds.ofPreemptions(preemptions))
                            .explore(World.of(Kernel.TODAY, Toy.ZERO, script));
                }
            }
            apart.seen.add(Toy.ZERO);
            assertThat(together.seen).isEqualTo(apart.seen);
        }
    }

    /** The machines at the ends of all runs. */
    private static final class Ends implements Monitor<Toy> {
        private final Set<Toy> seen = new HashSet<>();

        @Override
        public String id() {
            return "ends";
        }

        @Override
        public Object judge(Object state, World<Toy> before, World<Toy> after) {
            return state;
        }

        @Override
        public @Nullable String atEnd(Object state, World<Toy> world) {
            seen.add(world.machine());
            return null;
        }
    }

    @Test
    void a_violation_in_an_alphabet_comes_with_the_scenario_that_shows_it() {
        Alphabet<Toy> alphabet =
                new Alphabet<>(Kernel.TODAY, Toy.ZERO, 2, List.of(LOCK.of(1, 2), LOCK.of(2, 1), SET.of(1, 1)), 2, true);
        Found<Toy> found = Exhaustive.of(List.of(Toy.NO_DEADLOCK))
                .within(Bounds.ofPreemptions(1))
                .explore(alphabet)
                .found("no-deadlock");
        // set 1 1 is never undone, so locking 1 behind it waits for ever
        assertThat(new Case<>(Toy.EMPTY, found.start().script()).text()).isEqualTo("empty: set 1 1; lock 1 2 | ");
        assertThat(found.run().last().finished()).isFalse();
    }

    @Test
    void bounded_search_reaches_exactly_what_bounded_runs_reach() {
        for (int seed = 1; seed <= 60; seed++) {
            World<Toy> world = Brute.random(new SplittableRandom(seed));
            for (int bound = 0; bound <= 2; bound++) {
                Map<World<Toy>, List<Integer>> reached = new HashMap<>();
                Brute.runs(world, -1, bound, 0, 0, reached);
                for (boolean exact : List.of(false, true)) {
                    Exhaustive<Toy> search = Exhaustive.of(List.of(Toy.NO_OOPS)).within(Bounds.ofPreemptions(bound));
                    Exploration<Toy> seen = (exact ? search.exactly() : search).explore(world);
                    assertThat(seen.states())
                            .as("seed %d, bound %d", seed, bound)
                            .isEqualTo(reached.size());
                    Found<Toy> found = seen.found("no-oops");
                    List<List<Integer>> costs = new ArrayList<>();
                    reached.forEach((w, cost) -> {
                        if (w.oops() != null) {
                            costs.add(cost);
                        }
                    });
                    assertThat(found != null).isEqualTo(!costs.isEmpty());
                    if (found != null) {
                        costs.sort((a, b) -> a.get(0).equals(b.get(0)) ? a.get(1) - b.get(1) : a.get(0) - b.get(0));
                        assertThat(List.of(
                                        found.run().preemptions(), found.run().steps()))
                                .isEqualTo(costs.get(0));
                    }
                }
            }
        }
    }

    @Test
    void more_workers_find_the_same() {
        List<Monitor<Toy>> monitors = List.of(
                Toy.NO_OOPS, Toy.NO_DEADLOCK, Toy.NO_LOST_UPDATE, Toy.never(0, 1), Toy.never(0, 2), Toy.never(1, 1));
        List<Operation<Toy>> letters = List.of(INCREMENT.of(0), LOCK.of(1, 2), LOCK.of(2, 1), CRASH.of(0, 2));
        Alphabet<Toy> alphabet = new Alphabet<>(Kernel.TODAY, Toy.ZERO, 2, letters, 3, true);
        Alphabet<Toy> once = Alphabet.permutations(Kernel.TODAY, Toy.ZERO, 2, letters, true);
        for (Bounds bounds : List.of(Bounds.WIDE, Bounds.ofPreemptions(0), Bounds.ofPreemptions(2))) {
            Exhaustive<Toy> search = Exhaustive.of(monitors).within(bounds);
            for (Exhaustive<Toy> one : List.of(search, search.exactly(), search.untilAllViolated())) {
                for (int seed = 1; seed <= 20; seed++) {
                    World<Toy> world = Brute.random(new SplittableRandom(seed));
                    assertThat(told(one.workers(3).explore(world)))
                            .as("seed %d, %s", seed, bounds)
                            .isEqualTo(told(one.explore(world)));
                }
                for (Alphabet<Toy> lists : List.of(alphabet, once)) {
                    assertThat(told(one.workers(3).explore(lists))).isEqualTo(told(one.explore(lists)));
                }
            }
            World<Toy> trying = Toy.world(List.of(TRY.of(0, 1)), List.of(TRY.of(1, 0)));
            Exhaustive<Toy> endless = Exhaustive.of(List.of(Toy.NO_LIVELOCK)).within(bounds);
            assertThat(told(endless.workers(2).explore(trying))).isEqualTo(told(endless.explore(trying)));
        }
    }

    /** Everything but the time that it took. */
    private static List<Object> told(Exploration<Toy> seen) {
        List<Object> all = new ArrayList<>(List.of(
                seen.states(),
                seen.transitions(),
                seen.depth(),
                seen.finished(),
                seen.stuck(),
                seen.oopses(),
                seen.loops(),
                String.valueOf(seen.cutBy())));
        seen.found()
                .forEach((id, found) -> all.add(List.of(
                        id, found.reason(), found.run().steps(), found.run().digest())));
        return all;
    }
}
