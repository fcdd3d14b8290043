package io.mmcheck.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.program.Operation;
import java.util.HashSet;
import java.util.List;
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
            assertThat(draw.size()).isBetween(Generator.FEWEST_OPERATIONS, Generator.MOST_OPERATIONS);
        }
    }

    /** What is left out cannot undo what the others set up. */
    @Test
    void aScenarioUsesFewKinds() {
        for (int i = 0; i < 1000; i++) {
            List<Operation<io.mmcheck.machine.Machine>> operations =
                    GENERATOR.draw(3, i).scenario().operations();
            assertThat(operations.stream()
                            .map(o -> ((Action) o).kind())
                            .distinct()
                            .count())
                    .isLessThanOrEqualTo(8);
        }
    }
}
