package io.mmcheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.explore.Run;
import io.mmcheck.machine.Machine;
import io.mmcheck.scenario.Generator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    /** Of what a page of steps can do without: how far a notifier has counted, which VMAs an rmap walk reaches. */
    private static final String UNSEEN =
            "(anonVmas\\[N].*|mms\\[N]\\.(vmas|mirrors|unstable|writeProtect).*|pages\\[N]\\.index.*)";

    /** Whatever is added to the machine has to be seen in the page: nobody else would notice that it is not. */
    @Test
    void aStepThatChangesTheMachineChangesWhatIsSeenOfIt() {
        Map<String, Integer> unseen = new TreeMap<>();
        for (int number = 0; number < 150; number++) {
            Run<Machine> run = Generator.standard().draw(11, number).walk().run();
            Names names = Names.of(run);
            Map<String, Object> before = Snapshot.of(names, run.start());
            for (int i = 0; i < run.steps(); i++) {
                Map<String, Object> after = Snapshot.of(names, run.after(i));
                if (after.equals(before)) {
                    Difference.of(run.before(i).machine(), run.after(i).machine()).stream()
                            .map(line -> line.replaceAll("\\[\\d+]", "[N]").replaceAll(" .*", ""))
                            .filter(line -> !line.matches(UNSEEN))
                            .forEach(line -> unseen.merge(line, 1, Integer::sum));
                }
                before = after;
            }
        }
        assertThat(unseen).isEmpty();
    }
}
