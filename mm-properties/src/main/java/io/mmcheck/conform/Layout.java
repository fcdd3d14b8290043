package io.mmcheck.conform;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the regions of a sequence lie. A region has the same addresses in every process, as fork would have it, and a hole
 * on either side, so that no two regions become one VMA.
 *
 * @param starts the first page of each region, by name
 * @param processes how many processes there are at most
 * @param addresses how many pages the regions and the holes take
 * @param largest the pages of the largest region
 * @param ptesPerTable how many ptes a page table has
 */
record Layout(Map<String, Integer> starts, int processes, int addresses, int largest, int ptesPerTable) {
    /** As many as a fault maps around it: no fault-around is cut short by the end of a table. */
    private static final int SMALL_TABLE = 16;

    /** As they are, where there are huge pages. */
    private static final int TABLE = 512;

    static Layout of(LoggedSequence sequence) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        int last = 0;
        int table = SMALL_TABLE;
        for (LoggedOperation operation : sequence.operations()) {
            last = Math.max(last, operation.process());
            if (operation.name().equals("map") && operation.arguments().size() == 3) {
                sizes.merge(
                        operation.arguments().get(0),
                        pages(operation.arguments().get(2)),
                        Math::max);
            }
            if (operation.name().equals("mapthp") && operation.arguments().size() == 2) {
                table = TABLE;
                sizes.merge(
                        operation.arguments().get(0),
                        TABLE * pages(operation.arguments().get(1)),
                        Math::max);
            }
            if (operation.name().equals("mapwin") && operation.arguments().size() == 2) {
                sizes.merge(
                        operation.arguments().get(0),
                        pages(operation.arguments().get(1)),
                        Math::max);
            }
            if (operation.name().equals("fork") && operation.arguments().size() == 1) {
                last = Math.max(last, process(operation.arguments().get(0)));
            }
        }
        Map<String, Integer> starts = new LinkedHashMap<>();
        int next = 1;
        int largest = 1;
        for (Map.Entry<String, Integer> size : sizes.entrySet()) {
            int behind = next % table + size.getValue();
            next = behind > table ? (next / table + 1) * table : next;
            starts.put(size.getKey(), next);
            next += size.getValue() + 1;
            largest = Math.max(largest, size.getValue());
        }
        int tables = (next + table - 1) / table;
        return new Layout(starts, last + 1, tables * table, largest, table);
    }

    /** The number in {@code p1}, or 0 if it is none: what is malformed is outside of the model, not a crash of ours. */
    static int process(String word) {
        return word.matches("p\\d{1,3}") ? Integer.parseInt(word.substring(1)) : 0;
    }

    private static int pages(String word) {
        return word.matches("\\d{1,4}") ? Integer.parseInt(word) : 0;
    }
}
