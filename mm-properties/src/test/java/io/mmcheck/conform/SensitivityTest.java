package io.mmcheck.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Agreement means something only if a wrong log disagrees: every compared result and every compared page of a sequence is
 * falsified, one at a time, and the comparison must say so at exactly that place.
 */
class SensitivityTest {
    @Test
    void everyFalsifiedResultAndPageIsFound() {
        KernelLog log = Logs.recorded("trace-hmm");
        LoggedSequence sequence = log.sequences().get(0);
        int falsified = 0;
        for (int i = 0; i < sequence.operations().size(); i++) {
            LoggedOperation operation = sequence.operations().get(i);
            List<LoggedOperation> variants = new ArrayList<>();
            variants.add(with(operation, operation.result() + "1", operation.regions()));
            for (int r = 0; r < operation.regions().size(); r++) {
                for (int c = 0; c < operation.regions().get(r).cells().size(); c++) {
                    for (Cell wrong : wrong(operation.regions().get(r).cells().get(c))) {
                        variants.add(with(operation, operation.result(), with(operation.regions(), r, c, wrong)));
                    }
                }
            }
            for (LoggedOperation variant : variants) {
                assertThat(replay(log, i, variant).get(0).operation()).isEqualTo(operation.text());
                falsified++;
            }
        }
        assertThat(falsified).isGreaterThan(200);
    }

    /** The wrong swap backend shows in the swap cache. */
    @Test
    void theWrongSwapBackendIsFound() {
        KernelLog log = Logs.recorded("random-loopswap-1001-1120");
        Tally right = Conformance.run(log, Kernel.TODAY, Settings.USUAL).apart(Column.SWAPCACHE);
        Tally wrong = Conformance.run(log, Kernel.TODAY, Settings.USUAL.withSwap(SwapBackend.ZRAM))
                .apart(Column.SWAPCACHE);

        assertThat(wrong.agreed()).isLessThan(right.agreed());
    }

    private static List<Difference> replay(KernelLog log, int index, LoggedOperation variant) {
        LoggedSequence sequence = log.sequences().get(0);
        List<LoggedOperation> operations = new ArrayList<>(sequence.operations());
        operations.set(index, variant);
        LoggedSequence falsified =
                new LoggedSequence(sequence.line(), sequence.id(), sequence.theme(), operations.subList(0, index + 1));
        return Conformance.run(
                        new KernelLog(log.name(), log.header(), List.of(falsified)), Kernel.TODAY, Settings.USUAL)
                .differences();
    }

    private static LoggedOperation with(LoggedOperation o, String result, List<LoggedRegion> regions) {
        return new LoggedOperation(o.line(), o.process(), o.name(), o.arguments(), result, regions);
    }

    private static List<LoggedRegion> with(List<LoggedRegion> regions, int row, int index, Cell cell) {
        List<LoggedRegion> changed = new ArrayList<>(regions);
        LoggedRegion region = regions.get(row);
        List<Cell> cells = new ArrayList<>(region.cells());
        cells.set(index, cell);
        changed.set(row, new LoggedRegion(region.line(), region.process(), region.region(), region.kind(), cells));
        return changed;
    }

    /** The cell with one stable column wrong. */
    private static List<Cell> wrong(Cell cell) {
        if (cell instanceof Cell.Present p) {
            return List.of(
                    Cell.UNMAPPED,
                    present(p, !p.exclusive(), p.softDirty(), p.node(), p.frame()),
                    present(p, p.exclusive(), !p.softDirty(), p.node(), p.frame()),
                    present(p, p.exclusive(), p.softDirty(), p.node() + 1, p.frame()));
        }
        if (cell instanceof Cell.SwapType s) {
            return List.of(
                    new Cell.Empty(false, s.softDirty()),
                    new Cell.SwapType(s.file(), s.exclusive(), !s.softDirty(), s.type()),
                    new Cell.SwapType(s.file(), s.exclusive(), s.softDirty(), s.type() + 1));
        }
        return List.of(new Cell.Empty(true, true), new Cell.SwapType(false, false, true, 0));
    }

    private static Cell present(Cell.Present p, boolean exclusive, boolean softDirty, int node, int frame) {
        return new Cell.Present(p.file(), exclusive, softDirty, node, frame, p.mapcount(), p.flags(), p.more());
    }
}
