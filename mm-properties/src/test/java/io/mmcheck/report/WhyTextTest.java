package io.mmcheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Bounds;
import io.mmcheck.explore.Exhaustive;
import io.mmcheck.explore.Found;
import io.mmcheck.explore.why.Why;
import io.mmcheck.history.Kernels;
import io.mmcheck.machine.Config;
import io.mmcheck.machine.Machine;
import io.mmcheck.program.World;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.scenario.Actions;
import io.mmcheck.scenario.Setups;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhyTextTest {
    private static final Property PROPERTY = Properties.named("no-lost-write");

    /** A store through a TLB entry that nobody has flushed, after the page was copied. */
    private static final Found<Machine> FOUND = found();

    private static final Why<Machine> WHY = Why.of(FOUND, PROPERTY, 20_000);

    private static Found<Machine> found() {
        World<Machine> world = World.of(
                Kernels.parse("today+no-flush-before-copy"),
                Setups.of("mapped-dirty", Config.SEARCH.withCpus(2)).machine(),
                List.of(List.of(Actions.parse("migrate-to-device p0 0 1 0")), List.of(Actions.parse("store p0 0 2"))));
        return Exhaustive.of(List.of(PROPERTY))
                .within(Bounds.ofPreemptions(2))
                .untilAllViolated()
                .explore(world)
                .found(PROPERTY.id());
    }

    @Test
    void each_order_comes_with_the_run_that_passes_without_it() {
        List<String> lines = WhyText.of(WHY, FOUND);
        assertThat(lines).startsWith("why:");
        assertThat(lines)
                .filteredOn(line -> line.matches("  T\\d .* before T\\d .*"))
                .hasSize(2)
                .anyMatch(line -> line.matches(
                        "  T0 dmirror_migrate_alloc_and_copy\\.COPY \\(step \\d+\\) before T1 store\\.ACCESS"
                                + " \\(step \\d+\\)"));
        assertThat(lines.stream().filter("      without that, this passes:"::equals))
                .hasSize(2);
        assertThat(lines)
                .anyMatch(line -> line.matches(
                        "  every run that keeps these 2 orders violates, and no fewer do \\(proven: .* states\\)"))
                .anyMatch(line -> line.startsWith("  nearest run that passes: "))
                .anyMatch(line -> line.startsWith("  chance under a uniform scheduler: 9.5e-11 at the start ("))
                .anyMatch(line -> line.startsWith("    largest rise, "))
                .anyMatch(line -> line.startsWith("  the edit that does it: no-flush-before-copy: drop "));
        assertThat(lines).containsAll(WhyText.shortly(WHY, FOUND));
    }

    @Test
    void the_same_is_there_as_data() {
        Map<String, Object> data = WhyData.of(WHY, FOUND);
        assertThat(data).containsEntry("proven", true).containsEntry("text", WhyText.of(WHY, FOUND));
        assertThat((List<?>) data.get("constraints")).hasSize(2);
        assertThat((List<?>) ((Map<?, ?>) data.get("chances")).get("after"))
                .hasSize(FOUND.run().steps());
        assertThat(((Map<?, ?>) data.get("nearest")).get("changed")).isEqualTo(1);
        assertThat(Json.text(data))
                .startsWith("{\"constraints\":[{\"text\":\"T0 dmirror_migrate_alloc_and_copy.COPY before T1 ");
    }

    @Test
    void the_same_violation_has_the_same_reasons() {
        assertThat(WhyText.of(Why.of(found(), PROPERTY, 20_000), FOUND)).isEqualTo(WhyText.of(WHY, FOUND));
    }
}
