package io.mmcheck.conform;

import io.mmcheck.driver.DeviceResult;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a command to the device returned, as the recorder writes it: {@code 0 cpages 2 faults 1 data 7 8}. */
final class DeviceText {
    private DeviceText() {}

    /** Longer lists are cut, or told as runs. */
    private static final int LONGEST = 8;

    /** Migration to the device and reads: with the content of the pages, of the first ones if there are many. */
    static String withData(DeviceResult result) {
        return result.error() != null ? result.error().name() : counts(result) + " data " + values(result, "%d");
    }

    /** Migration back and writes. */
    static String withoutData(DeviceResult result) {
        return result.error() != null ? result.error().name() : counts(result);
    }

    /** A snapshot: one byte for each page. */
    static String snapshot(DeviceResult result) {
        return result.error() != null
                ? result.error().name()
                : "0 cpages " + result.cpages() + ": "
                        + (result.values().size() > LONGEST ? runs(result) : values(result, "%02x"));
    }

    /** {@code 22*512}. */
    private static String runs(DeviceResult result) {
        StringBuilder runs = new StringBuilder();
        int size = result.values().size();
        int first = 0;
        for (int i = 1; i <= size; i++) {
            int value = result.values().get(first);
            if (i == size || result.values().get(i) != value) {
                runs.append(runs.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%02x*%d", value, i - first));
                first = i;
            }
        }
        return runs.toString();
    }

    private static String counts(DeviceResult result) {
        return "0 cpages " + result.cpages() + " faults " + result.faults();
    }

    private static String values(DeviceResult result, String format) {
        return result.values().rows().asJava().stream()
                .limit(LONGEST)
                .map(value -> String.format(Locale.ROOT, format, value))
                .collect(Collectors.joining(" "));
    }
}
