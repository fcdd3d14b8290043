package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.maven.MutantForks.Limits;
import io.mmcheck.mutate.Strength;
import io.mmcheck.mutate.Verdict.Outcome;
import io.mmcheck.run.Answer;
import io.mmcheck.run.Ending;
import io.mmcheck.run.Message;
import io.mmcheck.run.Mutants;
import io.mmcheck.run.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

class MutantForksTest {
    private static final List<String> IDS =
            IntStream.range(0, 23).mapToObj(i -> "toy.L" + i + " drop").toList();

    private final List<String> tried = Collections.synchronizedList(new ArrayList<>());

    /** A JVM that breaks off at some mutants. */
    private Ending pretend(Request request, Consumer<Message> messages) throws BrokenForkException {
        if (request.setting("step", "").equals(Mutants.PLAN)) {
            messages.accept(Message.of(Mutants.PLAN)
                    .with("kernel", "today")
                    .with("bounds", "none")
                    .with("reasons", "")
                    .with("programs", "toy")
                    .with("of toy", String.join("\n", IDS))
                    .with("unreached toy", "NEVER"));
            return Ending.done("");
        }
        for (String id : request.setting("ids", "").lines().toList()) {
            tried.add(id);
            messages.accept(Message.of(Mutants.TRY).with("id", id));
            if (id.startsWith("toy.L7 ")) {
                throw new BrokenForkException("exit code 137");
            }
            if (id.startsWith("toy.L8 ")) {
                throw new BrokenForkException("stopped", true);
            }
            messages.accept(Message.of(Mutants.VERDICT)
                    .with("id", id)
                    .with("outcome", Outcome.KILLED)
                    .with("by", "no-oops")
                    .with("how", ""));
        }
        return Ending.done("");
    }

    @Test
    void whatBreaksOffIsReportedAndTheOthersAreTried() throws Exception {
        MutantForks forks = new MutantForks(this::pretend, line -> {}, 2, Limits.NONE);
        assertThat(forks.run(Request.of("mutate")).outcome()).isEqualTo(Ending.Outcome.DONE);
        Strength strength = forks.strength();
        assertThat(strength.count(Outcome.KILLED)).isEqualTo(IDS.size() - 2);
        assertThat(strength.count(Outcome.CRASHED)).isEqualTo(1);
        assertThat(strength.count(Outcome.TIMED_OUT)).isEqualTo(1);
        assertThat(tried).doesNotHaveDuplicates().hasSize(IDS.size());
        assertThat(strength.programs().get(0).verdicts())
                .extracting(verdict -> verdict.mutation().id())
                .isEqualTo(IDS);
        assertThat(MutationJson.of(strength))
                .contains("\"outcome\" : \"crashed\"")
                .contains("\"toy.NEVER\"")
                .contains("\"killed\" : 21");
    }

    @Test
    void itSaysHowFarItIs() throws Exception {
        List<Message> told = Collections.synchronizedList(new ArrayList<>());
        new MutantForks(this::pretend, line -> {}, told::add, 2, Limits.NONE).run(Request.of("mutate"));
        assertThat(told)
                .hasSize(IDS.size())
                .allMatch(
                        m -> m.type().equals(Answer.PROGRESS) && m.text("unit").equals("mutants"))
                .allMatch(m -> m.number("all") == IDS.size());
        assertThat(told).extracting(m -> m.number("done")).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aJvmThatBreaksOffBeforeItTriesAnythingIsNobodysFault() {
        MutantForks forks = new MutantForks(
                (request, messages) -> {
                    if (request.setting("step", "").equals(Mutants.PLAN)) {
                        return pretend(request, messages);
                    }
                    throw new BrokenForkException("exit code 1");
                },
                line -> {},
                1,
                Limits.NONE);
        assertThatThrownBy(() -> forks.run(Request.of("mutate")))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("exit code 1");
    }

    /** A JVM that has one verdict and then breaks off has a mutant to blame; one that never has a verdict has none. */
    @Test
    void jvmsThatBreakOffOneAfterTheOtherAreAnError() {
        AtomicInteger started = new AtomicInteger();
        MutantForks forks = new MutantForks(
                (request, messages) -> {
                    if (request.setting("step", "").equals(Mutants.PLAN)) {
                        return pretend(request, messages);
                    }
                    started.incrementAndGet();
                    messages.accept(Message.of(Mutants.TRY)
                            .with(
                                    "id",
                                    request.setting("ids", "")
                                            .lines()
                                            .findFirst()
                                            .orElseThrow()));
                    throw new BrokenForkException("exit code 137");
                },
                line -> {},
                1,
                Limits.NONE);
        assertThatThrownBy(() -> forks.run(Request.of("mutate")))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("exit code 137");
        assertThat(started).hasValue(3);
    }

    @Test
    void whatHasNotHadItsTurnWhenTheTimeIsOverIsNotTried() throws Exception {
        MutantForks forks =
                new MutantForks(this::pretend, line -> {}, 2, new Limits(Duration.ofMinutes(1), Duration.ofNanos(1)));
        assertThat(forks.run(Request.of("mutate")).outcome()).isEqualTo(Ending.Outcome.DONE);
        assertThat(forks.strength().count(Outcome.NOT_TRIED)).isEqualTo(IDS.size());
        assertThatThrownBy(forks::complain)
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining("mm.mutate.budget is too small");
    }

    @Test
    void timeInWhichNoMutantIsJudgedIsTooLittle() throws Exception {
        MutantForks forks = new MutantForks(
                (request, messages) -> {
                    if (request.setting("step", "").equals(Mutants.PLAN)) {
                        return pretend(request, messages);
                    }
                    request.setting("ids", "")
                            .lines()
                            .forEach(id -> messages.accept(Message.of(Mutants.VERDICT)
                                    .with("id", id)
                                    .with("outcome", Outcome.TIMED_OUT)
                                    .with("by", "")
                                    .with("how", "random run 1")));
                    return Ending.done("");
                },
                line -> {},
                1,
                new Limits(Duration.ofMillis(1), Duration.ZERO));
        forks.run(Request.of("mutate"));
        assertThatThrownBy(forks::complain).hasMessageContaining("mm.mutate.time is too small");
    }

    @Test
    void nothingToDoIsHandedOn() throws Exception {
        MutantForks forks =
                new MutantForks((request, messages) -> Ending.nothing("no mutant"), line -> {}, 1, Limits.NONE);
        assertThat(forks.run(Request.of("mutate"))).isEqualTo(Ending.nothing("no mutant"));
    }
}
