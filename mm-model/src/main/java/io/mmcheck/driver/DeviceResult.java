package io.mmcheck.driver;

import io.mmcheck.machine.Errno;
import io.mmcheck.machine.Table;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a command to the driver returns.
 *
 * @param error an errno, or null for success
 * @param cpages how many pages were transferred
 * @param faults how many rounds of faults the device needed
 * @param values the content of the pages that were read, or a snapshot's byte for each page
 */
public record DeviceResult(@Nullable Errno error, int cpages, int faults, Table<Integer> values) {
    public static DeviceResult failed(Errno error) {
        return new DeviceResult(error, 0, 0, Table.empty());
    }

    /** As the recorder of kernel logs writes it: {@code 0 cpages 2 faults 1 data 7 0}, or an errno. */
    @Override
    public String toString() {
        if (error != null) {
            return error.name();
        }
        String data = values.rows().asJava().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return "0 cpages " + cpages + " faults " + faults + (data.isEmpty() ? "" : " data " + data);
    }
}
