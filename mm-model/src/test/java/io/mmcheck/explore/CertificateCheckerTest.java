package io.mmcheck.explore;

import static io.mmcheck.explore.Toy.Kind.CRASH;
import static io.mmcheck.explore.Toy.Kind.INCREMENT;
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
                c.kernel(), c.monitor(), c.scenario(), c.schedule(), c.bounds(), c.proof(), List.of(searched));
    }
}
