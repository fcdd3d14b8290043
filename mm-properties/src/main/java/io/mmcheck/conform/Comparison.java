package io.mmcheck.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds what a log shows of one sequence against what the model shows, operation by operation, and counts. */
final class Comparison {
    private final String sequence;
    private final boolean dirtyCounts;
    private final List<Difference> differences = new ArrayList<>();
    private final List<Difference> differencesApart = new ArrayList<>();
    private final Tally[] apart = new Tally[Column.values().length];
    private Tally operations = Tally.NONE;
    private Tally observations = Tally.NONE;
    private Map<String, Pair> before = new HashMap<>();

    /** One page as both sides show it. */
    record Pair(LoggedRegion region, int index, Cell kernel, Cell model) {
        String where() {
            return "p" + region.process() + " " + region.region() + " " + index;
        }
    }

    Comparison(String sequence, boolean dirtyCounts) {
        this.sequence = sequence;
        this.dirtyCounts = dirtyCounts;
        Arrays.fill(apart, Tally.NONE);
    }

    /** The model did not finish an operation. */
    void stuck(LoggedOperation operation, String why) {
        differences.add(result(operation, why));
        operations = operations.plus(false);
        observations = observations.plus(false);
    }

    /** One operation: its result, and every page of every region after it. */
    void compare(LoggedOperation operation, String result, LogMachine model) {
        int known = differences.size();
        if (!operation.result().equals(result)) {
            differences.add(result(operation, result));
        }
        observations = observations.plus(operation.result().equals(result));
        for (int process : model.processes()) {
            if (operation.regions().stream().noneMatch(r -> r.process() == process)) {
                differences.add(new Difference(
                        operation.line(), sequence, operation.text(), "p" + process, Column.STATE, "gone", "alive"));
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (LoggedRegion region : operation.regions()) {
            for (int i = 0; i < region.cells().size(); i++) {
                Cell shown = region.cells().get(i);
                pairs.add(new Pair(
                        region,
                        i,
                        shown,
                        shown instanceof Cell.Part
                                ? model.part(region.process(), region.region(), i)
                                : model.cell(region.process(), region.region(), i)));
            }
        }
        Map<String, Pair> after = new HashMap<>();
        Map<Integer, String> byFrame = new HashMap<>();
        Map<Integer, String> byModel = new HashMap<>();
        for (Pair pair : pairs) {
            int found = differences.size();
            cell(operation, pair);
            sharing(operation, pair, pairs);
            folio(operation, pair, byFrame, byModel);
            moved(operation, pair, before.get(pair.where()));
            observations = observations.plus(differences.size() == found);
            after.put(pair.where(), pair);
        }
        before = after;
        operations = operations.plus(differences.size() == known);
    }

    private Difference result(LoggedOperation operation, String model) {
        return new Difference(
                operation.line(), sequence, operation.text(), "result", Column.RESULT, operation.result(), model);
    }

    private void cell(LoggedOperation operation, Pair pair) {
        if (pair.kernel instanceof Cell.Present kernel && pair.model instanceof Cell.Present model) {
            check(operation, pair, Column.STATE, letters(kernel), letters(model));
            check(operation, pair, Column.NODE, kernel.node(), model.node());
            check(operation, pair, Column.DIRTY, kernel.has('d'), model.has('d'));
            check(operation, pair, Column.SWAPCACHE, kernel.has('c'), model.has('c'));
            check(operation, pair, Column.SWAPBACKED, kernel.has('b'), model.has('b'));
            check(operation, pair, Column.UNEVICTABLE, kernel.has('u'), model.has('u'));
            check(operation, pair, Column.MAPCOUNT, kernel.mapcount(), model.mapcount());
        } else if (pair.kernel instanceof Cell.SwapType kernel && pair.model instanceof Cell.SwapType model) {
            check(operation, pair, Column.STATE, letters(kernel), letters(model));
            check(operation, pair, Column.TYPE, kernel.type(), model.type());
        } else if (pair.kernel instanceof Cell.Part kernel && pair.model instanceof Cell.Part model) {
            check(
                    operation,
                    pair,
                    Column.STATE,
                    kernel.map() + " " + kernel.order(),
                    model.map() + " " + model.order());
            check(operation, pair, Column.NODE, kernel.node(), model.node());
            check(
                    operation,
                    pair,
                    Column.MAPCOUNT,
                    kernel.mapcount() + " " + kernel.own(),
                    model.mapcount() + " " + model.own());
        } else {
            check(operation, pair, Column.STATE, pair.kernel.toString(), pair.model.toString());
        }
    }

    private static String letters(Cell cell) {
        String text = cell.toString();
        return text.substring(0, text.indexOf('/'));
    }

    /** Same frame as the first other page, on one side only. */
    private void sharing(LoggedOperation operation, Pair pair, List<Pair> pairs) {
        if (pair.kernel instanceof Cell.Present kernel && pair.model instanceof Cell.Present model) {
            for (Pair other : pairs) {
                if (other.where().equals(pair.where())) {
                    return;
                }
                if (other.kernel instanceof Cell.Present k && other.model instanceof Cell.Present m) {
                    boolean shown = kernel.frame() == k.frame();
                    boolean modelled = model.frame() == m.frame();
                    if (shown != modelled) {
                        check(
                                operation,
                                pair,
                                Column.SHARING,
                                share(shown, other.where()),
                                share(modelled, other.where()));
                        return;
                    }
                }
            }
        }
    }

    private static String share(boolean same, String other) {
        return (same ? "shares with " : "is not ") + other;
    }

    /** Two pages of one folio on one side only: each is held against the first page with the same label. */
    private void folio(
            LoggedOperation operation, Pair pair, Map<Integer, String> byFrame, Map<Integer, String> byModel) {
        if (pair.kernel instanceof Cell.Part kernel
                && pair.model instanceof Cell.Part model
                && kernel.label() >= 0
                && model.label() >= 0) {
            String shown = byFrame.putIfAbsent(kernel.label(), pair.where());
            String modelled = byModel.putIfAbsent(model.label(), pair.where());
            if (!Objects.equals(shown, modelled)) {
                String other = shown == null ? String.valueOf(modelled) : shown;
                check(operation, pair, Column.SHARING, share(shown != null, other), share(shown == null, other));
            }
        }
    }

    private void moved(LoggedOperation operation, Pair pair, @Nullable Pair old) {
        if (old != null
                && pair.kernel instanceof Cell.Present kernel
                && pair.model instanceof Cell.Present model
                && old.kernel instanceof Cell.Present k
                && old.model instanceof Cell.Present m) {
            check(
                    operation,
                    pair,
                    Column.MOVED,
                    kernel.frame() == k.frame() ? "stayed" : "moved",
                    model.frame() == m.frame() ? "stayed" : "moved");
        }
    }

    private void check(LoggedOperation operation, Pair pair, Column column, Object kernel, Object model) {
        boolean agrees = Objects.equals(kernel, model);
        boolean counts = column.stable() || column == Column.DIRTY && dirtyCounts;
        if (!column.stable()) {
            apart[column.ordinal()] = apart[column.ordinal()].plus(agrees);
        }
        if (!agrees) {
            (counts ? differences : differencesApart)
                    .add(new Difference(
                            pair.region.line(),
                            sequence,
                            operation.text(),
                            pair.where(),
                            column,
                            pair.kernel + " (" + kernel + ")",
                            pair.model + " (" + model + ")"));
        }
    }

    SequenceResult end(LoggedSequence logged, String stop, List<SequenceResult.Left> left) {
        List<SequenceResult.ColumnTally> tallies = new ArrayList<>();
        for (Column column : Column.values()) {
            if (!column.stable()) {
                tallies.add(new SequenceResult.ColumnTally(column, apart[column.ordinal()]));
            }
        }
        return new SequenceResult(
                logged.id(),
                logged.theme(),
                logged.operations().size(),
                operations,
                observations,
                differences,
                tallies,
                differencesApart,
                stop,
                left);
    }
}
