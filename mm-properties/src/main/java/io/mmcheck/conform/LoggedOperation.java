package io.mmcheck.conform;

import java.util.List;

/**
 * One recorded operation, its result, and what the kernel showed afterwards.
 *
 * @param line where it stands in the log
 * @param process the number of the process that acted
 * @param name the first word: {@code read}, {@code hmmto} ...
 * @param arguments the other words, as they stand
 * @param result the text behind {@code =}
 * @param regions all regions of all processes
 */
public record LoggedOperation(
        int line, int process, String name, List<String> arguments, String result, List<LoggedRegion> regions) {
    public LoggedOperation {
        arguments = List.copyOf(arguments);
        regions = List.copyOf(regions);
    }

    /** How the log writes it: {@code p0 write r0 0 1}. */
    public String text() {
        return ("p" + process + " " + name + " " + String.join(" ", arguments)).trim();
    }
}
