package io.mmcheck.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a log went on a kernel of the model.
 *
 * @param log the name of the log
 * @param kernel the name of the kernel
 * @param swap what the machine swapped to
 * @param sequences one for each sequence of the log
 */
public record ConformResult(String log, String kernel, SwapBackend swap, List<SequenceResult> sequences) {
    public ConformResult {
        sequences = List.copyOf(sequences);
    }

    /** How many operations the log has. */
    public int all() {
        return sequences.stream().mapToInt(SequenceResult::all).sum();
    }

    /** Compared operations: result and every observation after it. */
    public Tally operations() {
        return sequences.stream().map(SequenceResult::operations).reduce(Tally.NONE, Tally::plus);
    }

    /** Results, and pages after each operation. */
    public Tally observations() {
        return sequences.stream().map(SequenceResult::observations).reduce(Tally.NONE, Tally::plus);
    }

    /** Sequences of which at least one operation was compared. */
    public Tally agreeingSequences() {
        Tally tally = Tally.NONE;
        for (SequenceResult sequence : sequences) {
            if (sequence.operations().compared() > 0) {
                tally = tally.plus(sequence.agrees());
            }
        }
        return tally;
    }

    /** The agreement in per cent that {@code mm.minAgreement} speaks of: of the compared operations. */
    public double agreement() {
        return operations().percent();
    }

    /** A column that is counted apart. */
    public Tally apart(Column column) {
        return sequences.stream()
                .flatMap(s -> s.apart().stream())
                .filter(t -> t.column() == column)
                .map(SequenceResult.ColumnTally::tally)
                .reduce(Tally.NONE, Tally::plus);
    }

    /** Every difference in a stable column. */
    public List<Difference> differences() {
        return sequences.stream().flatMap(s -> s.differences().stream()).toList();
    }

    /** Every difference in the columns that are counted apart. */
    public List<Difference> differencesApart() {
        return sequences.stream().flatMap(s -> s.differencesApart().stream()).toList();
    }

    /** The same result for the sequences of one theme, by theme. */
    public List<Map.Entry<String, ConformResult>> byTheme() {
        Map<String, List<SequenceResult>> themes = new TreeMap<>();
        for (SequenceResult sequence : sequences) {
            themes.computeIfAbsent(sequence.theme(), t -> new ArrayList<>()).add(sequence);
        }
        List<Map.Entry<String, ConformResult>> results = new ArrayList<>();
        themes.forEach((theme, list) -> results.add(Map.entry(theme, new ConformResult(log, kernel, swap, list))));
        return List.copyOf(results);
    }

    /** How many sequences stopped for each reason. */
    public Map<String, Integer> stops() {
        Map<String, Integer> stops = new TreeMap<>();
        sequences.stream()
                .map(SequenceResult::stop)
                .filter(s -> !s.isEmpty())
                .forEach(s -> stops.merge(s, 1, Integer::sum));
        return stops;
    }

    /** How many operations were not compared, by operation and kind of memory. */
    public Map<String, Integer> left() {
        Map<String, Integer> left = new TreeMap<>();
        sequences.stream().flatMap(s -> s.left().stream()).forEach(l -> left.merge(l.text(), 1, Integer::sum));
        return left;
    }
}
