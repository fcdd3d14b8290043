package io.mmcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.Operation;
import io.mmcheck.scenario.Draw;
import io.mmcheck.scenario.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is told of each try is what it did. */
class ObservationTest {
    private static final int TRIES = 40;

    private static List<String> observations() {
        List<Message> messages = new ArrayList<>();
        Request request = Request.of("check")
                .with("property", "no-deadlock")
                .with("tries", TRIES)
                .with("seed", 7)
                .with("observations", true);
        Jobs.named("check").run(request, messages::add);
        return messages.stream()
                .filter(m -> m.type().equals(Answer.OBSERVATION))
                .map(m -> m.text("data"))
                .toList();
    }

    /** The operations are drawn while the run goes on, so they are read from its steps here. */
    @Test
    void itShowsTheOperationsThatTheRunBegan() {
        List<String> observations = observations();
        assertThat(observations).hasSize(TRIES);
        for (int number = 0; number < TRIES; number++) {
            Draw draw = Generator.standard().draw(7, number);
            Run<Machine> run = draw.walk().run();
            String told = observations.get(number);
            assertThat(told)
                    .contains("\"setup\":\"" + draw.setup() + "\"")
                    .contains("\"how_generated\":\"try " + (number + 1) + " of seed 7\"")
                    .contains("\"steps\":" + run.steps() + ",");
            for (int thread = 0; thread < run.start().threads(); thread++) {
                assertThat(told)
                        .contains(String.format(
                                Locale.ROOT, "\"T%d\":\"%s\"", thread, String.join("; ", begun(run, thread))));
            }
        }
        assertThat(observations).allMatch(o -> o.contains("\"property\":\"mm:check today\""));
    }

    private static List<String> begun(Run<Machine> run, int thread) {
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < run.steps(); i++) {
            Operation<Machine> started = run.moved(i).started();
            if (started != null && run.moved(i).thread() == thread) {
                begun.add(started.text());
            }
        }
        return begun;
    }

    @Test
    void equalRequestsTellTheSame() {
        assertThat(observations()).isEqualTo(observations());
    }
}
