package io.mmcheck.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.explore.Run;
import io.mmcheck.explore.Schedule;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a counterexample file looks like, and what is said of a bad one. */
class TraceTest {
    private static final Trace TRACE = trace();

    private static Trace trace() {
        List<List<Operation<Machine>>> script = List.of(
                List.of(Actions.parse("load p0 0"), Actions.parse("store p0 0 2")),
                List.of(Actions.parse("reclaim p0 0")));
        Config config = Config.SEARCH;
        World<Machine> start =
                World.of(Kernel.TODAY, Setups.of("swapped", config).machine(), script);
        Schedule schedule = new Schedule(List.of(new Schedule.Segment(0, 3), new Schedule.Segment(1, 4)), List.of());
        Run<Machine> run = schedule.run(start, 1000);
        return Trace.of(
                new Scenario("today", "swapped", config, script, schedule),
                "no-lost-write",
                "p0 page 0: 2 was lost",
                run,
                null);
    }

    private static String broken(String what, String by) {
        assertThat(TRACE.text()).contains(what);
        return TRACE.text()
                .replaceFirst(java.util.regex.Pattern.quote(what), java.util.regex.Matcher.quoteReplacement(by));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String text) {
        return assertThatThrownBy(() -> Trace.parse("a.mmtrace", text)).isInstanceOf(MalformedTraceException.class);
    }

    @Test
    void readsLikeALitmusTest() {
        assertThat(TRACE.text()).startsWith("""
                        mmtrace 1
                        kernel today
                        setup swapped
                         T0           | T1           ;
                         load p0 0    | reclaim p0 0 ;
                         store p0 0 2 |              ;
                        violates no-lost-write: p0 page 0: 2 was lost
                        T0 x 3 load.""").containsPattern("\ndigest [0-9a-f]{16}\n$");
    }

    @Test
    void whatIsPrintedIsParsed() {
        assertThat(Trace.parse("a.mmtrace", TRACE.text())).isEqualTo(TRACE);
        assertThat(Trace.parse("t", TraceToken.text(TRACE.token()))).isEqualTo(TRACE);
        assertThat(Trace.parse("a.mmtrace", TRACE.text().replace("\n", "\r\n"))).isEqualTo(TRACE);
    }

    @Test
    void localesDoNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            assertThat(trace().text()).isEqualTo(TRACE.text());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void staysSmall() {
        assertThat(TRACE.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
    }

    @Test
    void otherSizesOfTheMachineAreNamed() {
        Config loop = new Config(2, 2, 2, 6, 2, 1, 2, 1, 2, false);
        Trace other = new Trace("today", "empty", loop, TRACE.script(), "p", "", TRACE.replay(), 0);
        assertThat(other.text()).contains("setup empty swapSlots=1 swapCacheKept=false\n");
        assertThat(Trace.parse("a", other.text())).isEqualTo(other);
    }

    @Test
    void aTornFileIsCalledTorn() {
        String text = TRACE.text();
        for (int n = 0; n < text.length() - 1; n++) {
            String torn = text.substring(0, n);
            assertThatThrownBy(() -> Trace.parse("a.mmtrace", torn))
                    .as("the first %s characters", n)
                    .isInstanceOf(MalformedTraceException.class)
                    .hasMessageStartingWith("a.mmtrace");
        }
        refused(text.substring(0, text.lastIndexOf("digest")))
                .hasMessageContaining("the file is torn")
                .hasMessageContaining("mm:check -Dmm.save");
    }

    @Test
    void eachMistakeIsNamedWithItsLine() {
        refused(broken("mmtrace 1", "mmtrace 2")).hasMessageStartingWith("a.mmtrace:1: this version");
        refused(broken("mmtrace 1", "hello")).hasMessageContaining("no counterexample");
        refused(broken("setup swapped", "setup swaped"))
                .hasMessageStartingWith("a.mmtrace:3: ")
                .hasMessageContaining("near: swapped");
        refused(broken("setup swapped", "setup swapped adresses=2")).hasMessageContaining("near: addresses");
        refused(broken("reclaim p0 0 ;", "reclame p0 0 ;"))
                .hasMessageStartingWith("a.mmtrace:5: ")
                .hasMessageContaining("near: reclaim");
        refused(broken("| reclaim p0 0 ;", "| reclaim p0 0 | ;")).hasMessageContaining("2 threads");
        refused(broken("violates no-lost-write", "violates No Lost")).hasMessageStartingWith("a.mmtrace:7: ");
        refused(broken("T0 x 3", "T2 x 3")).hasMessageContaining("there is no T2");
        refused(broken("T0 x 3", "T0 x many")).hasMessageContaining("expected a segment");
        refused(broken(" load p0 0    |", " load p0 0|")).hasMessageContaining("has to read");
        refused(TRACE.text() + "more\n").hasMessageContaining("goes on after its digest");
    }

    @Test
    void aDamagedTokenIsRefused() {
        String token = TRACE.token();
        for (int cut = 4; cut < token.length(); cut++) {
            String torn = token.substring(0, cut);
            assertThatThrownBy(() -> TraceToken.text(torn)).isInstanceOf(MalformedTraceException.class);
        }
        assertThatThrownBy(() -> TraceToken.text(token.substring(0, 9) + "A" + token.substring(10)))
                .hasMessageContaining("copy the whole word");
        assertThatThrownBy(() -> TraceToken.text("mm1.???")).hasMessageContaining("letters");
        assertThat(TraceToken.isToken(token)).isTrue();
        assertThat(TraceToken.isToken("target/a.mmtrace")).isFalse();
    }
}
