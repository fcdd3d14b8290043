package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.run.Ending;
import io.mmcheck.run.Forked;
import io.mmcheck.run.Message;
import io.mmcheck.run.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForkTest {
    private final List<Message> messages = new ArrayList<>();
    private final List<String> output = new CopyOnWriteArrayList<>();

    private Ending run(Class<?> main, String goal, Duration timeout) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(java, "-Xshare:auto", "-cp", System.getProperty("java.class.path"), main.getName());
        return new Fork(command, timeout, output::add).run(Request.of(goal), messages::add);
    }

    private Ending run(String goal) throws Exception {
        return run(FakeChild.class, goal, Duration.ZERO);
    }

    @Test
    void whatTheChildFindsOutArrives() throws Exception {
        assertThat(run("answers")).isEqualTo(Ending.done("well"));
        assertThat(messages).extracting(Message::type).containsExactly("verdict");
    }

    @Test
    void theRealChildAnswers() throws Exception {
        assertThat(run(Forked.class, "list", Duration.ZERO).outcome()).isEqualTo(Ending.Outcome.DONE);
        assertThat(messages).isNotEmpty();
    }

    @Test
    void anUnknownGoalIsNoCrash() throws Exception {
        Ending ending = run(Forked.class, "fly", Duration.ZERO);
        assertThat(ending.outcome()).isEqualTo(Ending.Outcome.COULD_NOT_RUN);
        assertThat(ending.message()).contains("fly");
    }

    @Test
    void aChildThatIsKilledHasNoVerdict() {
        assertThatThrownBy(() -> run("halts"))
                .isInstanceOf(BrokenForkException.class)
                .hasMessageContaining("no final record")
                .hasMessageContaining("137 (killed");
    }

    @Test
    void halfARecordIsNone() {
        assertThatThrownBy(() -> run("tears"))
                .isInstanceOf(BrokenForkException.class)
                .hasMessageContaining("no final record")
                .hasMessageContaining("exit code 1");
    }

    @Test
    void aChildThatNeverCallsHasNoVerdict() {
        assertThatThrownBy(() -> run("dumb"))
                .isInstanceOf(BrokenForkException.class)
                .hasMessageContaining("exit code 4");
    }

    @Test
    void aChildThatHangsIsStopped() {
        assertThatThrownBy(() -> run(FakeChild.class, "hangs", Duration.ofSeconds(2)))
                .isInstanceOf(BrokenForkException.class)
                .hasMessageContaining("stopped after 2 s (mm.timeout)");
    }

    @Test
    void aChildThatIsSilentIsStopped() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(java, "-Xshare:auto", "-cp", System.getProperty("java.class.path"), FakeChild.class.getName());
        assertThatThrownBy(() -> new Fork(command, Duration.ofSeconds(2), true, output::add)
                        .run(Request.of("hangs"), messages::add))
                .isInstanceOf(BrokenForkException.class)
                .hasMessageContaining("stopped after 2 s of silence (mm.timeout)");
    }

    @Test
    void somebodyWithoutTheTokenIsNotHeard() throws Exception {
        assertThat(run("impostor-first")).isEqualTo(Ending.done("well"));
    }

    @Test
    void anotherProtocolIsNamed() {
        assertThatThrownBy(() -> run("stranger"))
                .isInstanceOf(BrokenForkException.class)
                .hasMessageContaining("protocol 99 and");
    }

    @Test
    void whatItPrintsIsShownAndNothingElse() throws Exception {
        assertThat(run("noisy")).isEqualTo(Ending.done("well"));
        assertThat(output).contains("?[31mBUILD SUCCESS").allMatch(line -> line.length() <= 2_000);
        assertThat(String.join("", output)).contains("x".repeat(10_000));
    }

    @Test
    void aJvmThatDoesNotExistIsAnError() {
        Fork fork = new Fork(List.of("/nowhere/java"), Duration.ZERO, output::add);
        assertThatThrownBy(() -> fork.run(Request.of("list"), messages::add))
                .isInstanceOf(BrokenForkException.class)
                .hasMessageContaining("could not be started");
    }
}
