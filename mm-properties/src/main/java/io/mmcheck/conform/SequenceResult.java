package io.mmcheck.conform;

import java.util.List;

/**
 * How one sequence went.
 *
 * @param id the sequence
 * @param theme what it is about
 * @param all how many operations it has
 * @param operations compared operations; one agrees if its result and everything observed after it agree
 * @param observations results, and pages of regions after each operation
 * @param differences in stable columns, in the order of the log
 * @param apart the columns that are counted apart, in the order of {@link Column}
 * @param differencesApart in those columns
 * @param stop why the replay stopped before the end, or empty
 * @param left operations that were not compared: the first outside of the model and all after it
 */
public record SequenceResult(
        String id,
        String theme,
        int all,
        Tally operations,
        Tally observations,
        List<Difference> differences,
        List<ColumnTally> apart,
        List<Difference> differencesApart,
        String stop,
        List<Left> left) {
    public SequenceResult {
        differences = List.copyOf(differences);
        apart = List.copyOf(apart);
        differencesApart = List.copyOf(differencesApart);
        left = List.copyOf(left);
    }

    public boolean agrees() {
        return differences.isEmpty();
    }

    /** One column and its tally. */
    public record ColumnTally(Column column, Tally tally) {}

    /** An operation that was not compared, and the kind of memory it was about; empty where it is about none. */
    public record Left(String operation, String kind) {
        /** How reports name it: {@code movepages on anon}. */
        public String text() {
            return kind.isEmpty() ? operation : operation + " on " + kind;
        }
    }
}
