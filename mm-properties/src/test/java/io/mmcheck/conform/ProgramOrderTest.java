package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model enters its programs in the order in which the recorded kernel entered its functions. */
class ProgramOrderTest {
    @ParameterizedTest
    @CsvSource({"trace-hmm, 16, 60", "trace-swap, 5, 1"})
    void isTheRecordedOne(String log, int operations, int functions) {
        List<ProgramOrder.Order> orders = ProgramOrder.of(log);

        assertThat(orders).hasSizeGreaterThanOrEqualTo(operations);
        for (ProgramOrder.Order order : orders) {
            assertThat(order.model()).as(order.operation()).isEqualTo(order.kernel());
        }
        assertThat(orders.stream().mapToInt(order -> order.kernel().size()).sum())
                .isGreaterThanOrEqualTo(functions);
    }
}
