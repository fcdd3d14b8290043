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
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateCheckerTest {
    private static final Case<Toy> RACE =
            new Case<>(Toy.EMPTY, Toy.script(List.of(INCREMENT.of(0)), List.of(INCREMENT.of(0))));
    private static final Case<Toy> THREE =
            new Case<>(Toy.EMPTY, Toy.script(List.of(INCREMENT.of(0), CRASH.of(0, 2)), List.of(INCREMENT.of(0))));
    private static final Certificate<Toy> MINIMAL = certificate(Toy.NO_OOPS, THREE, Renaming.none());
    private static final Certificate<Toy> IRREDUCIBLE = certificate(Toy.NO_LOST_UPDATE, RACE, MinimizerTest.large());

    private static Certificate<Toy> certificate(Monitor<Toy> monitor, Case<Toy> failing, Renaming<Toy> renaming) {
        return new Minimizer<>(
                        Kernel.TODAY, monitor, renaming, Bounds.ofPreemptions(1).states(30))
                .shrink(failing, List.of(Toy.EMPTY))
                .certificate();
    }

    @Test
    void it_agrees_with_a_true_certificate() {
        assertThat(MINIMAL.proof()).isEqualTo(Certificate.Proof.MINIMAL);
        assertThat(IRREDUCIBLE.proof()).isEqualTo(Certificate.Proof.IRREDUCIBLE);
        assertThat(CertificateChecker.check(MINIMAL)).isEmpty();
        assertThat(CertificateChecker.check(IRREDUCIBLE)).isEmpty();
    }

    @Test
    void a_wrong_number_of_states_is_noticed() {
        assertThat(CertificateChecker.check(with(MINIMAL, lists(MINIMAL, 1))))
                .singleElement()
                .asString()
                .matches("lists of up to 2 operations: \\d+ states, not \\d+");
    }

    @Test
    void a_scenario_that_does_not_violate_is_noticed() {
        Certificate<Toy> tampered = new Certificate<>(
                Kernel.TODAY,
                Toy.NO_OOPS,
                RACE,
                Schedule.EMPTY,
                null,
                MINIMAL.bounds(),
                Certificate.Proof.NOT_PROVEN,
                List.of());
        assertThat(CertificateChecker.check(tampered))
                .containsExactly(RACE + " does not violate no-oops under its schedule");
    }

    @Test
    void a_wrong_schedule_is_noticed() {
        Certificate<Toy> tampered = new Certificate<>(
                Kernel.TODAY,
                Toy.NO_LOST_UPDATE,
                RACE,
                Schedule.EMPTY,
                null,
                IRREDUCIBLE.bounds(),
                IRREDUCIBLE.proof(),
                IRREDUCIBLE.searched());
        assertThat(CertificateChecker.check(tampered))
                .singleElement()
                .asString()
                .contains("does not violate");
    }

    @Test
    void a_search_that_is_missing_is_noticed() {
        assertThat(CertificateChecker.check(with(MINIMAL)))
                .containsExactly("not every list of up to 2 operations has been searched");
        assertThat(CertificateChecker.check(
                        with(IRREDUCIBLE, IRREDUCIBLE.searched().get(0))))
                .containsExactly("nothing is said about leaving out operation 1");
    }

    @Test
    void a_smaller_scenario_that_violates_is_noticed() {
        List<Operation<Toy>> letters = THREE.operations();
        Certificate<Toy> tampered = with(MINIMAL, new Certificate.Lists<>(letters, 3, false, 1000, true));
        assertThat(CertificateChecker.check(tampered))
                .singleElement()
                .asString()
                .contains("violates too");
    }

    /** Two that make way for each other for ever. */
    private static final Certificate<Toy> ENDLESS = new Minimizer<>(
                    Kernel.TODAY, Toy.NO_LIVELOCK, Renaming.none(), Bounds.WIDE.states(10_000))
            .shrink(
                    new Case<>(Toy.EMPTY, Toy.script(List.of(INCREMENT.of(2), TRY.of(0, 1)), List.of(TRY.of(1, 0)))),
                    List.of(Toy.EMPTY))
            .certificate();

    @Test
    void it_agrees_with_a_run_without_end() {
        assertThat(ENDLESS.proof()).isEqualTo(Certificate.Proof.MINIMAL);
        assertThat(ENDLESS.round().steps().length()).isGreaterThan(1);
        assertThat(CertificateChecker.check(ENDLESS)).isEmpty();
    }

    @Test
    void a_loop_that_does_not_close_is_noticed() {
        Schedule all = ENDLESS.round().steps();
        Schedule part = new Schedule(all.segments().subList(0, all.segments().size() - 1), List.of());
        assertThat(wrong(ENDLESS, new Certificate.Round(ENDLESS.round().after(), part)))
                .containsExactly("the loop of empty: try 0 1 | try 1 0 does not lead back to where it starts");
        assertThat(wrong(ENDLESS, new Certificate.Round(ENDLESS.round().after(), Schedule.EMPTY)))
                .containsExactly("the loop of empty: try 0 1 | try 1 0 does not lead back to where it starts");
    }

    @Test
    void a_loop_that_starts_elsewhere_is_noticed() {
        Schedule steps = ENDLESS.round().steps();
        assertThat(wrong(ENDLESS, new Certificate.Round(ENDLESS.round().after() + 1, steps)))
                .isNotEmpty();
        assertThat(wrong(ENDLESS, new Certificate.Round(1 << 16, steps)))
                .containsExactly("the loop of empty: try 0 1 | try 1 0 cannot be run");
        Schedule chosen = new Schedule(steps.segments(), List.of(new Schedule.Choice(0, 1)));
        assertThat(wrong(ENDLESS, new Certificate.Round(ENDLESS.round().after(), chosen)))
                .containsExactly("the loop of empty: try 0 1 | try 1 0 cannot be run");
    }

    @Test
    void a_loop_that_who_can_always_step_ends_is_noticed() {
        assertThat(wrong(1, List.of(SPIN.of(0)), List.of(SET.of(0, 1)), new Schedule.Segment(0, 1)))
                .containsExactly("the loop of empty: spin 0 0 | set 0 1 takes a step that no fair run takes again and"
                        + " again: step 0");
    }

    @Test
    void a_loop_that_the_environment_ends_is_noticed() {
        assertThat(wrong(1, List.of(ASK.of(0)), List.of(), new Schedule.Segment(0, 1)))
                .containsExactly(
                        "the loop of empty: ask 0 0 |  takes a step that no fair run takes again and again: step 0");
    }

    @Test
    void a_loop_in_which_somebody_is_left_standing_is_noticed() {
        assertThat(wrong(2, List.of(SPIN.of(0)), List.of(SPIN.of(0)), new Schedule.Segment(0, 1)))
                .containsExactly("the loop of empty: spin 0 0 | spin 0 0 is not fair: [0, 1] could step all the time,"
                        + " and only [0] do");
        assertThat(wrong(
                        2,
                        List.of(SPIN.of(0)),
                        List.of(SPIN.of(0)),
                        new Schedule.Segment(0, 1),
                        new Schedule.Segment(1, 1)))
                .isEmpty();
    }

    @Test
    void a_smaller_scenario_with_a_run_without_end_is_noticed() {
        List<Operation<Toy>> letters = ENDLESS.scenario().operations();
        assertThat(CertificateChecker.check(with(ENDLESS, new Certificate.Lists<>(letters, 2, false, 1000, true))))
                .singleElement()
                .asString()
                .startsWith("lists of up to 2 operations: violates too: goes round in ");
        assertThat(CertificateChecker.check(with(ENDLESS, lists(ENDLESS, 1))))
                .singleElement()
                .asString()
                .matches("lists of up to 1 operations: \\d+ states, not \\d+");
        assertThat(CertificateChecker.check(with(ENDLESS)))
                .containsExactly("not every list of up to 1 operations has been searched");
    }

    @Test
    void a_bound_on_preemptions_is_noticed() {
        Certificate<Toy> bounded = new Certificate<>(
                Kernel.TODAY,
                ENDLESS.monitor(),
                ENDLESS.scenario(),
                ENDLESS.schedule(),
                ENDLESS.round(),
                Bounds.ofPreemptions(2),
                Certificate.Proof.NOT_PROVEN,
                List.of());
        assertThat(CertificateChecker.check(bounded)).singleElement().asString().contains("any number of preemptions");
    }

    @Test
    void it_finds_runs_without_end_where_the_search_finds_them() {
        List<Toy.Op> letters =
                List.of(TRY.of(0, 1), TRY.of(1, 0), SPIN.of(0), ASK.of(0), CHOOSE.of(0), SET.of(0, 1), LOCK.of(1, 0));
        int endless = 0;
        for (int i = 0; i < letters.size(); i++) {
            for (int j = i; j < letters.size(); j++) {
                List<Operation<Toy>> two = List.of(letters.get(i), letters.get(j));
                Exploration<Toy> seen = Exhaustive.of(List.of(Toy.NO_LIVELOCK))
                        .exactly()
                        .explore(new Alphabet<>(Kernel.TODAY, Toy.ZERO, 2, two, 3, false));
                Certificate.Lists<Toy> lists = new Certificate.Lists<>(two, 3, false, seen.states(), true);
                boolean found = seen.found("no-livelock") != null;
                assertThat(CertificateChecker.check(new Certificate<>(
                                ENDLESS.kernel(),
                                ENDLESS.monitor(),
                                ENDLESS.scenario(),
                                ENDLESS.schedule(),
                                ENDLESS.round(),
                                Bounds.WIDE,
                                Certificate.Proof.NOT_PROVEN,
                                List.of(lists))))
                        .as("%s", two)
                        .hasSize(found ? 1 : 0);
                endless += found ? 1 : 0;
            }
        }
        assertThat(endless).isBetween(5, 25);
    }

    private static List<String> wrong(Certificate<Toy> c, Certificate.Round round) {
        return CertificateChecker.check(new Certificate<>(
                c.kernel(), c.monitor(), c.scenario(), c.schedule(), round, c.bounds(), c.proof(), c.searched()));
    }

    /** What is said of a loop that begins when the first threads have stepped once. */
    private static List<String> wrong(int after, List<Toy.Op> first, List<Toy.Op> second, Schedule.Segment... loop) {
        return CertificateChecker.check(new Certificate<>(
                Kernel.TODAY,
                Toy.NO_LIVELOCK,
                new Case<>(Toy.EMPTY, Toy.script(first, second)),
                new Schedule(List.of(new Schedule.Segment(0, 1), new Schedule.Segment(1, 1)), List.of()),
                new Certificate.Round(after, new Schedule(List.of(loop), List.of())),
                Bounds.WIDE,
                Certificate.Proof.NOT_PROVEN,
                List.of()));
    }

    private static Certificate.Lists<Toy> lists(Certificate<Toy> certificate, int more) {
        Certificate.Lists<Toy> lists =
                (Certificate.Lists<Toy>) certificate.searched().get(0);
        return new Certificate.Lists<>(
                lists.operations(), lists.budget(), lists.alike(), lists.states() + more, lists.complete());
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Certificate<Toy> with(Certificate<Toy> c, Certificate.Searched<Toy>... searched) {
        return new Certificate<>(
                c.kernel(),
                c.monitor(),
                c.scenario(),
                c.schedule(),
                c.round(),
                c.bounds(),
                c.proof(),
                List.of(searched));
    }
}
