package io.mmcheck.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.corpus.Corpus;
import io.mmcheck.report.Verdict;
import io.mmcheck.suite.LostDirtyBit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the goals do in the forked JVM, without a fork. */
class JobsTest {
    private final List<Message> messages = new ArrayList<>();

    private Ending run(Request request) {
        return Jobs.named(request.goal()).run(request, messages::add);
    }

    private List<Verdict> verdicts() {
        return messages.stream()
                .filter(m -> m.type().equals(Verdicts.TYPE))
                .map(Verdicts::of)
                .toList();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        messages.stream()
                .filter(m -> m.has("text"))
                .forEach(m -> text.append(m.text("text")).append('\n'));
        return text.toString();
    }

    private static Request explore() {
        return Request.of("explore")
                .with("kernel", "today,today+dirty-bit-not-copied")
                .with("setup", "mapped-dirty")
                .with("kinds", "migrate-to-device,load")
                .with("property", "dirty-carried,some-migration-succeeds")
                .with("operations", 2);
    }

    private static void refused(Request request, String message) {
        assertThatThrownBy(() -> new JobsTest().run(request))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining(message);
    }

    @Test
    void exploreSaysHowFarItIs() {
        run(explore().with("kernel", "today").with("kinds", "migrate-to-device,load,store,fork,reclaim"));
        assertThat(messages)
                .filteredOn(m -> m.type().equals(Answer.PROGRESS))
                .isNotEmpty()
                .allMatch(m -> m.text("unit").matches("steps with effect, search [12] of 2") && m.number("all") == 0)
                .allMatch(m -> m.number("done") > 0);
    }

    @Test
    void conformSaysHowFarItIs() throws Exception {
        Path log = Path.of(getClass()
                .getResource("/io/mmcheck/conform/lostdirty-fixed.log.gz")
                .toURI());
        run(Request.of("conform").with("kernel", "v6.12").with("log", log.toString()));
        List<Message> told =
                messages.stream().filter(m -> m.type().equals(Answer.PROGRESS)).toList();
        assertThat(told).hasSizeGreaterThan(1).allMatch(m -> m.text("unit").equals("sequences"));
        assertThat(told).extracting(m -> m.number("done")).isSorted().doesNotHaveDuplicates();
        assertThat(told.get(told.size() - 1).number("done"))
                .isEqualTo(told.get(0).number("all"));
    }

    @Test
    void exploreJudgesEveryPropertyOnEveryKernel() {
        assertThat(run(explore()).outcome()).isEqualTo(Ending.Outcome.VIOLATED);
        Message plan = messages.get(0);
        assertThat(plan.type()).isEqualTo("plan");
        assertThat(plan.text("verdicts")).isEqualTo("2");
        assertThat(verdicts()).hasSize(3); // a violation is told early, and again
        Verdict held = verdicts().get(0);
        assertThat(held.outcome()).isEqualTo(Verdict.Outcome.HELD);
        assertThat(held.complete()).isTrue();
        assertThat(held.states()).isPositive();
        assertThat(held.bounds()).startsWith("every list of up to 2 of 2 operations, 2 CPUs, 1 preemptions");
        Verdict violated = verdicts().get(2);
        assertThat(violated.kernel()).isEqualTo("today+dirty-bit-not-copied");
        assertThat(violated.shown().foundBy()).isEqualTo("exhaustive search");
        assertThat(violated.shown().operations()).isEqualTo(1);
        assertThat(violated.shown().needs()).containsExactly("dirty-bit-not-copied");
        assertThat(violated.shown().trace()).isEqualTo(LostDirtyBit.trace().text());
    }

    @Test
    void exploreLeavesOutWhatMakesNoDifference() {
        run(explore());
        Verdict all = verdicts().get(0);
        messages.clear();
        assertThat(run(explore().with("reductions", "local-steps")).outcome()).isEqualTo(Ending.Outcome.VIOLATED);
        assertThat(verdicts().get(0).outcome()).isEqualTo(Verdict.Outcome.HELD);
        assertThat(verdicts().get(0).states()).isLessThan(all.states());
        assertThat(verdicts().get(0).bounds()).contains("states, reduced by local-steps, complete");
        assertThat(verdicts().get(2).shown().trace())
                .isEqualTo(LostDirtyBit.trace().text());
    }

    @Test
    void exploreSaysThatItWasCut() {
        Ending ending = run(explore().with("kernel", "today").with("states", 20));
        assertThat(ending.outcome()).isEqualTo(Ending.Outcome.DONE);
        assertThat(ending.message()).contains("cut");
        assertThat(verdicts())
                .singleElement()
                .satisfies(v -> assertThat(v.complete()).isFalse());
    }

    @Test
    void exploreWantsSomethingToSearchFor() {
        assertThat(run(explore().with("property", "some-migration-succeeds")).outcome())
                .isEqualTo(Ending.Outcome.NOTHING);
        assertThat(run(explore().with("excludes", "*")).message())
                .contains("no property is left", "mm.property=", "mm.excludes=*");
        assertThat(run(explore().with("property", "dirty-carryed")))
                .isEqualTo(Ending.noMatch(
                        "mm.property: no property is named 'dirty-carryed'; near: dirty-carried, bits-carried"));
    }

    @Test
    void everyNumberThatMakesNoSenseIsNamed() {
        refused(explore().with("operations", 0), "mm.operations is at least 1, not 0");
        refused(explore().with("cpus", 9), "mm.cpus is at most 8, not 9");
        refused(explore().with("preemptions", -1), "mm.preemptions is at least 0, not -1");
        refused(explore().with("states", "many"), "mm.states is a whole number, not 'many'");
        refused(explore().with("addresses", 3), "mm.addresses is at most 2, not 3");
        refused(Request.of("check").with("tries", 0), "mm.tries is at least 1, not 0");
        refused(Request.of("check").with("seed", "x"), "mm.seed is a whole number, not 'x'");
        refused(Request.of("conform").with("minAgreement", 101), "mm:conform wants a log");
    }

    @Test
    void everyNameThatDoesNotExistIsNamedWithWhatIsNear() {
        refused(explore().with("kinds", "laod"), "mm.kinds: no operation is named 'laod'; near: load");
        refused(
                explore().with("reductions", "local-step"),
                "mm.reductions: no reduction is named 'local-step'; near: local-steps");
        refused(explore().with("setup", "swaped"), "mm.setup: no setup is named 'swaped'; near: swapped");
        refused(Request.of("check").with("setup", "swaped"), "mm.setup: no setup is named 'swaped'");
        refused(explore().with("kernel", "v5.20"), "mm.kernel: no kernel is named 'v5.20'; near: v5.1");
        refused(explore().with("kernel", ","), "mm.kernel names no kernel");
        refused(Request.of("chekc"), "knows no goal chekc");
    }

    @Test
    void replayTakesAFileADirectoryOrAWord(@TempDir Path folder) {
        refused(Request.of("replay"), "mm:replay wants a counterexample");
        refused(Request.of("replay").with("trace", folder), "there is no counterexample (*.mmtrace) in " + folder);
        refused(Request.of("replay").with("trace", folder.resolve("gone")), "mm.trace: there is no file");
        Path file = new Corpus(folder).save(LostDirtyBit.trace());
        for (Object trace : List.of(folder, file, LostDirtyBit.trace().token())) {
            messages.clear();
            assertThat(run(Request.of("replay").with("trace", trace)).outcome()).isEqualTo(Ending.Outcome.DONE);
            assertThat(text())
                    .contains("dirty-carried on kernel today+dirty-bit-not-copied, setup mapped-dirty", "reproduced: ");
        }
        Ending today = run(Request.of("replay").with("trace", file).with("kernel", "today"));
        assertThat(today.outcome()).isEqualTo(Ending.Outcome.VIOLATED);
        assertThat(today.message()).contains("the counterexample does not fit: segment 1");
    }

    @Test
    void checkChecksTheContractsToo() throws Exception {
        Path tests = Path.of(JobsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Request request =
                Request.of("check").with("tries", 1).with("property", "no-oops").with("contracts", tests);
        assertThat(run(request).outcome()).isEqualTo(Ending.Outcome.DONE);
        // the contract of this module promises what the kernel asked for has to hold anyway
        assertThat(verdicts()).hasSize(1);
    }
}
