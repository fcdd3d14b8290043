package io.mmcheck.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Replay;
import io.mmcheck.explore.Run;
import io.mmcheck.explore.Schedule;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Kernel;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TraceProperties {
    @Property(tries = 300)
    void whatIsPrintedIsParsed(@ForAll long seed) {
        Draw draw = Generator.standard().draw(seed, 0);
        Run<Machine> run = draw.walk().run().onto(draw.start(Kernel.TODAY));
        Trace trace = Trace.of(
                new Scenario("today", draw.setup(), draw.config(), draw.script(), Schedule.of(run)),
                "no-lost-write",
                "lost: a | b ; c",
                run,
                null);
        assertThat(Trace.parse("x", trace.text())).isEqualTo(trace);
        assertThat(Trace.parse("x", TraceToken.text(trace.token()))).isEqualTo(trace);

        Replay.Outcome<Machine> outcome = trace.replay().from(trace.start(Kernel.TODAY));
        assertThat(outcome.mismatch()).isNull();
        assertThat(outcome.run().digest()).isEqualTo(run.digest());
    }
}
