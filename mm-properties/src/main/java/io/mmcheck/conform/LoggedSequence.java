package io.mmcheck.conform;

import java.util.List;

/**
 * Operations one after the other, from a fresh process p0 on.
 *
 * @param line where it begins in the log
 * @param id its name, unique in a log
 * @param theme what it is about
 * @param operations what was done
 */
public record LoggedSequence(int line, String id, String theme, List<LoggedOperation> operations) {
    public LoggedSequence {
        operations = List.copyOf(operations);
    }
}
