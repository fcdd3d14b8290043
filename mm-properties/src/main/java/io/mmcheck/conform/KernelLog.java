package io.mmcheck.conform;

import java.util.List;

/**
 * What was recorded on a real kernel.
 *
 * @param name the name of the file
 * @param header the lines before the first sequence, such as /proc/swaps
 * @param sequences the recorded sequences, in the order of the file
 */
public record KernelLog(String name, List<String> header, List<LoggedSequence> sequences) {
    public KernelLog {
        header = List.copyOf(header);
        sequences = List.copyOf(sequences);
    }

    /** How many operations there are in all. */
    public int size() {
        return sequences.stream().mapToInt(s -> s.operations().size()).sum();
    }
}
