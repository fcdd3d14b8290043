package io.mmcheck.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mmcheck.machine.Config;
import io.mmcheck.operation.Action;
import io.mmcheck.operation.Kind;
import io.mmcheck.operation.Operations;
import io.mmcheck.operation.Parameter;
import io.mmcheck.operation.Store;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionsTest {
    @Test
    void everyKindReadsWhatItWrites() {
        for (Kind kind : Operations.ALL) {
            Action lowest =
                    kind.make(kind.parameters().stream().map(Parameter::lowest).toList());
            List<Integer> most = kind.parameters().stream()
                    .map(p -> Math.max(p.lowest(), p.highest(Config.SEARCH)))
                    .toList();
            assertThat(Actions.parse(lowest.text())).isEqualTo(lowest);
            assertThat(Actions.parse(kind.make(most).text())).isEqualTo(kind.make(most));
        }
    }

    @Test
    void blanksDoNotCount() {
        assertThat(Actions.parse("  store  p0 0   2 ")).isEqualTo(new Store(0, 0, 2));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> Actions.parse("stroe p0 0 1")).hasMessageContaining("near: store");
        assertThatThrownBy(() -> Actions.parse("store p0 0"))
                .hasMessage("'store p0 0' does not read as: store p<process> <address> <value>");
        assertThatThrownBy(() -> Actions.parse("store 0 0 1")).hasMessageContaining("'0' is no process of");
        assertThatThrownBy(() -> Actions.parse("store p0 -1 1")).hasMessageContaining("'-1' is no address of");
        assertThatThrownBy(() -> Actions.parse("store p0 00 1")).hasMessageContaining("'00' is no address of");
        assertThatThrownBy(() -> Actions.parse("")).hasMessageContaining("no operation is named ''");
    }
}
