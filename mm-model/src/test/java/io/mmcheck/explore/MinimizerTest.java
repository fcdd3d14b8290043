package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.CHOOSE;
import static io.mmcheck.explore.Toy.Kind.CRASH;
import static io.mmcheck.explore.Toy.Kind.INCREMENT;
import static io.mmcheck.explore.Toy.Kind.LOCK;
import static io.mmcheck.explore.Toy.Kind.SET;
import static io.mmcheck.explore.Toy.Kind.TRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MinimizerTest {
    private static final Bounds BOUNDS = Bounds.ofPreemptions(2).states(200_000);

    /** Which thread is the first is only a name, except to who looks at the owner of a lock. */
    private static final Renaming<Toy> SWAP_THREADS = new Renaming<>() {
        @Override
        public List<Operation<Toy>> alphabet(Case<Toy> scenario) {
            return scenario.operations();
        }

        @Override
        public List<Case<Toy>> variants(Case<Toy> scenario) {
            List<List<Operation<Toy>>> back = new ArrayList<>(scenario.script());
            java.util.Collections.reverse(back);
            return List.of(scenario, new Case<>(scenario.setup(), back));
        }
    };

    @Test
    void what_does_not_matter_goes() {
        Case<Toy> failing = new Case<>(
                Toy.EMPTY,
                Toy.script(
                        List.of(SET.of(1, 1), INCREMENT.of(0), LOCK.of(1, 2), INCREMENT.of(1)),
                        List.of(LOCK.of(2, 1), INCREMENT.of(0), SET.of(2, 2))));
        Shrunk<Toy> shrunk = shrink(Toy.NO_LOST_UPDATE, failing);
        assertThat(shrunk.scenario().text()).isEqualTo("empty: increment 0 0 | increment 0 0");
        assertThat(shrunk.proof()).isEqualTo(Certificate.Proof.MINIMAL);
        assertThat(shrunk.found().run().preemptions()).isEqualTo(1);
        assertThat(shrunk.schedule().segments())
                .containsExactly(new Schedule.Segment(0, 1), new Schedule.Segment(1, 2));
    }

    @Test
    void a_bug_without_a_race_has_the_empty_schedule() {
        Case<Toy> failing = new Case<>(
                Toy.EMPTY, Toy.script(List.of(SET.of(1, 1)), List.of(SET.of(0, 2), INCREMENT.of(1), CRASH.of(0, 2))));
        Shrunk<Toy> shrunk = shrink(Toy.NO_OOPS, failing);
        assertThat(shrunk.scenario().size()).isEqualTo(2);
        assertThat(shrunk.schedule()).isEqualTo(Schedule.EMPTY);
    }

    @Test
    void shorter_lists_are_found_that_no_deletion_leads_to() {
        // deleting any of the three ends it, and yet one choice of the environment does it alone
        Case<Toy> failing =
                new Case<>(Toy.EMPTY, Toy.script(List.of(INCREMENT.of(0), INCREMENT.of(0), CRASH.of(0, 2)), List.of()));
        Renaming<Toy> more = alphabet(List.of(INCREMENT.of(0), CRASH.of(0, 2), CHOOSE.of(0)));
        Shrunk<Toy> shrunk =
                new Minimizer<>(Kernel.TODAY, Toy.NO_OOPS, more, BOUNDS).shrink(failing, List.of(Toy.EMPTY));
        assertThat(shrunk.scenario().text()).isEqualTo("empty: choose 0 0; crash 0 2 | ");
        assertThat(shrunk.proof()).isEqualTo(Certificate.Proof.MINIMAL);
    }

    @Test
    void the_first_setup_that_works_is_taken() {
        Setup<Toy> two = new Setup<>("two", Toy.ZERO.with(0, 2));
        Case<Toy> failing = new Case<>(two, Toy.script(List.of(SET.of(1, 1), CRASH.of(0, 2))));
        Minimizer<Toy> minimizer = new Minimizer<>(Kernel.TODAY, Toy.NO_OOPS, Renaming.none(), BOUNDS);
        assertThat(minimizer.shrink(failing, List.of(Toy.EMPTY, two)).scenario().text())
                .isEqualTo("two: crash 0 2");
        assertThat(minimizer.shrink(failing, List.of(Toy.EMPTY))).isNull();
    }

    @Test
    void too_small_a_budget_is_not_a_proof() {
        Case<Toy> failing =
                new Case<>(Toy.EMPTY, Toy.script(List.of(INCREMENT.of(0), INCREMENT.of(1)), List.of(INCREMENT.of(0))));
        Shrunk<Toy> shrunk = new Minimizer<>(
                        Kernel.TODAY,
                        Toy.NO_LOST_UPDATE,
                        large(),
                        Bounds.ofPreemptions(1).states(30))
                .shrink(failing, List.of(Toy.EMPTY));
        assertThat(shrunk.proof()).isEqualTo(Certificate.Proof.IRREDUCIBLE);
        assertThat(shrunk.scenario().size()).isEqualTo(2);
    }

    @Test
    void a_livelock_shrinks_too() {
        Case<Toy> failing = new Case<>(
                Toy.EMPTY, Toy.script(List.of(INCREMENT.of(2), TRY.of(0, 1)), List.of(TRY.of(1, 0), SET.of(2, 0))));
        Shrunk<Toy> shrunk = shrink(Toy.NO_LIVELOCK, failing);
        assertThat(shrunk.scenario().text()).isEqualTo("empty: try 0 1 | try 1 0");
        assertThat(shrunk.found().lasso().fair()).isTrue();
    }

    @Test
    void it_is_as_small_as_brute_force_makes_it() {
        int shrunk = 0;
        for (int seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World<Toy> world = Brute.random(random);
            for (Monitor<Toy> monitor : List.of(Toy.NO_OOPS, Toy.NO_DEADLOCK)) {
                Case<Toy> failing = new Case<>(Toy.EMPTY, world.script());
                if (world.threads() == 2 && violates(monitor, failing)) {
                    Shrunk<Toy> small = shrink(monitor, failing);
                    assertThat(small.scenario().size()).isEqualTo(least(monitor, small.scenario()));
                    assertThat(small.proof()).isEqualTo(Certificate.Proof.MINIMAL);
                    assertThat(CertificateChecker.check(small.certificate())).isEmpty();
                    shrunk++;
                }
            }
        }
        assertThat(shrunk).isGreaterThan(20);
    }

    @Test
    void the_seed_does_not_matter() {
        Set<String> results = new HashSet<>();
        List<Toy.Op> needed = List.of(LOCK.of(1, 2), LOCK.of(2, 1));
        for (int seed = 1; seed <= 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<List<Toy.Op>> threads = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                List<Toy.Op> thread = new ArrayList<>();
                for (int n = random.nextInt(3); n > 0; n--) {
                    thread.add(INCREMENT.of(0));
                }
                thread.add(random.nextInt(thread.size() + 1), needed.get((t + seed) % 2));
                threads.add(thread);
            }
            Shrunk<Toy> shrunk =
                    shrink(Toy.NO_DEADLOCK, new Case<>(Toy.EMPTY, Toy.script(threads.get(0), threads.get(1))));
            results.add(shrunk.scenario() + " " + shrunk.schedule() + " "
                    + shrunk.found().run().digest());
        }
        assertThat(results).hasSize(1);
    }

    /** An alphabet too large for a small budget. */
    static Renaming<Toy> large() {
        List<Operation<Toy>> letters = new ArrayList<>(List.of(INCREMENT.of(0)));
        for (int value = 1; value < 40; value++) {
            letters.add(SET.of(2, value));
        }
        return alphabet(letters);
    }

    private static Renaming<Toy> alphabet(List<Operation<Toy>> letters) {
        return new Renaming<>() {
            @Override
            public List<Operation<Toy>> alphabet(Case<Toy> scenario) {
                return letters;
            }

            @Override
            public List<Case<Toy>> variants(Case<Toy> scenario) {
                return List.of(scenario);
            }
        };
    }

    private static int least(Monitor<Toy> monitor, Case<Toy> failing) {
        for (int n = 1; ; n++) {
            for (List<List<Operation<Toy>>> script : Brute.scripts(failing.operations(), n)) {
                if (violates(monitor, new Case<>(Toy.EMPTY, script))) {
                    return n;
                }
            }
        }
    }

    private static boolean violates(Monitor<Toy> monitor, Case<Toy> scenario) {
        return !Exhaustive.of(List.of(monitor))
                .within(BOUNDS)
                .untilAllViolated()
                .explore(scenario.world(Kernel.TODAY))
                .holds(monitor);
    }

    private static Shrunk<Toy> shrink(Monitor<Toy> monitor, Case<Toy> failing) {
        return new Minimizer<>(Kernel.TODAY, monitor, SWAP_THREADS, BOUNDS).shrink(failing, List.of(Toy.EMPTY));
    }
}
