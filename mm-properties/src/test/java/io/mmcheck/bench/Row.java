package io.mmcheck.bench;

import java.util.List;

/** One thing that is measured. A new one is a class of its own and a line in {@link Benchmark}. */
interface Row {
    /** What is measured, for when it fails. */
    default String name() {
        return toString();
    }

    /** Measures, and says it in one or more lines of the table. */
    List<Line> measure() throws Exception;

    /**
     * One line of the table.
     *
     * @param what is measured
     * @param ours the figure of this library
     * @param yardstick the figure that it is held against, or empty
     * @param ratio ours against the yardstick, or empty
     * @param remark bar or aim, or why something is missing
     */
    record Line(String what, String ours, String yardstick, String ratio, String remark) {
        static Line skipped(String what, String why) {
            return new Line(what, "", "", "", "skipped: " + why);
        }

        static Line failed(String what, Exception why) {
            return new Line(what, "", "", "", "FAILED: " + why);
        }
    }
}
