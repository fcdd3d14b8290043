package io.mmcheck.conform;

import java.util.List;

/** Where model and kernel are known to differ, and why. */
final class KnownDifferences {
    static final List<Known> ALL = List.of(new Known(
            "random-001-150",
            "67",
            "p0 hmmread r0 0 2 0",
            "lib/test_hmm.c, dmirror_do_update() erases its mappings up to the end of the range inclusive, which is the first"
                    + " page behind it: when page 0 was asked for again the device lost page 1 as well, and faults it in here."
                    + " The model's driver drops the range alone."));

    /** One place of a log: what differs after one operation. */
    record Known(String log, String sequence, String operation, String reason) {
        boolean covers(Difference difference) {
            return difference.sequence().equals(sequence)
                    && difference.operation().equals(operation);
        }
    }

    private KnownDifferences() {}

    /** The reason of a difference, or the empty text if it is not known. */
    static String reason(String log, Difference difference) {
        return ALL.stream()
                .filter(known -> known.log().equals(log) && known.covers(difference))
                .map(Known::reason)
                .findFirst()
                .orElse("");
    }
}
