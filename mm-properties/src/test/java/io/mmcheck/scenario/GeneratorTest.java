package io.mmcheck.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Machine;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Moved;
import io.mmcheck.program.Operation;
import io.mmcheck.program.World;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final Generator GENERATOR = Generator.standard();

    @Test
    void aSeedDecidesEverything() {
        for (int i = 0; i < 200; i++) {
            assertThat(GENERATOR.draw(5, i)).isEqualTo(GENERATOR.draw(5, i));
        }
        assertThat(GENERATOR.draw(5, 0)).isNotEqualTo(GENERATOR.draw(6, 0)).isNotEqualTo(GENERATOR.draw(5, 1));
    }

    @Test
    void everySetupAndEveryKindIsDrawn() {
        Set<String> setups = new HashSet<>();
        Set<Kind> kinds = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Draw draw = GENERATOR.draw(1, i);
            setups.add(draw.setup());
            for (Operation<?> operation : draw.scenario().operations()) {
                kinds.add(((Action) operation).kind());
            }
        }
        assertThat(setups).containsExactlyInAnyOrderElementsOf(Setups.names());
        assertThat(kinds).containsExactlyInAnyOrderElementsOf(Operations.ALL);
    }

    @Test
    void scenariosStayWithinTheStatedBounds() {
        for (int i = 0; i < 1000; i++) {
            Draw draw = GENERATOR.draw(2, i);
            assertThat(draw.script().size())
                    .isBetween(1, 3)
                    .isEqualTo(draw.config().cpus());
            assertThat(draw.size()).isBetween(1, Generator.MOST_OPERATIONS);
        }
    }

    /** Who asks for what the kernel refuses learns little. */
    @Test
    void mostOperationsAreNotRefused() {
        int all = 0;
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            for (World<Machine> world : GENERATOR.draw(3, i).walk().run().worlds()) {
                Moved<Machine> moved = Objects.requireNonNull(world.moved());
                if (moved.finished() != null) {
                    all++;
                    refused += moved.result() == Errno.ESRCH ? 1 : 0;
                }
            }
        }
        assertThat(refused).isLessThan(all / 20);
    }

    /** The run of the draw is a run of the script that it turned out to be. */
    @Test
    void theRunIsARunOfTheScript() {
        for (int i = 0; i < 300; i++) {
            Draw draw = GENERATOR.draw(4, i);
            Run<Machine> run = draw.walk().run();
            Run<Machine> scripted = run.onto(draw.start(Kernel.TODAY));
            assertThat(scripted.last().machine()).isEqualTo(run.last().machine());
            assertThat(scripted.digest()).isEqualTo(run.digest());
        }
    }
}
